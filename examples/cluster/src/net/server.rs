//! The listening side: a task a connection, one question after the other.

use super::message::{Request, Response};
use super::wire::{Connection, WireError};
use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::Semaphore;
use tokio::time::{sleep, timeout};

/// Most connections at once. Who comes then waits to be accepted.
const MAX_CONNECTIONS: usize = 512;
/// A connection on which nothing is asked for so long is closed.
const IDLE: Duration = Duration::from_secs(300);
/// How long to wait when the system has no file for one more connection.
const SHORT_OF_FILES: Duration = Duration::from_millis(100);

/// Who answers.
pub trait Service: Send + Sync + 'static {
    /// Answers a question.
    fn answer(&self, request: Request) -> impl Future<Output = Response> + Send;
}

/// A listener that is bound, and does not accept yet.
pub struct Server {
    listener: TcpListener,
}

impl Server {
    /// Binds; port 0 lets the system choose.
    pub async fn bind(address: &str) -> io::Result<Self> {
        Ok(Self { listener: TcpListener::bind(address).await? })
    }

    /// Where it listens.
    pub fn address(&self) -> io::Result<SocketAddr> {
        self.listener.local_addr()
    }

    /// Accepts for ever.
    pub async fn run(self, service: Arc<impl Service>) {
        let places = Arc::new(Semaphore::new(MAX_CONNECTIONS));
        loop {
            // The semaphore is never closed.
            let Ok(place) = places.clone().acquire_owned().await else { return };
            match self.listener.accept().await {
                Ok((stream, _)) => {
                    let service = service.clone();
                    tokio::spawn(async move {
                        // What goes wrong on a connection is told to its other side, or that side has gone.
                        let _ = serve(stream, &*service).await;
                        drop(place);
                    });
                }
                Err(_) => sleep(SHORT_OF_FILES).await,
            }
        }
    }
}

async fn serve(stream: TcpStream, service: &impl Service) -> Result<(), WireError> {
    let idle = |_| WireError::Closed;
    let mut connection = timeout(IDLE, Connection::accept(stream)).await.map_err(idle)??;
    loop {
        match timeout(IDLE, connection.receive()).await.map_err(idle)? {
            Ok(Some(request)) => connection.send(&service.answer(request).await).await?,
            Ok(None) => return Ok(()),
            Err(error) => {
                connection.send(&Response::Failed(error.to_string())).await?;
                return Err(error);
            }
        }
    }
}
