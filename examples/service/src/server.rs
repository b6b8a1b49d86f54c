//! Connections: how many, how long they may take, and how they end.

use crate::health::Health;
use axum::Router;
use hyper::server::conn::http1;
use hyper_util::rt::{TokioIo, TokioTimer};
use hyper_util::server::graceful::GracefulShutdown;
use hyper_util::service::TowerToHyperService;
use std::sync::Arc;
use std::time::Duration;
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use tokio::time::{sleep, timeout};

/// How many connections there are at most; others wait.
const CONNECTIONS: usize = 1_024;
/// How long the head of a request may take, and a connection be silent between requests.
const SLOWEST_HEAD: Duration = Duration::from_secs(30);
/// How long requests under way have when the service ends.
const LAST_CALL: Duration = Duration::from_secs(10);
/// How long to wait when the machine has no more connections to give.
const BREATH: Duration = Duration::from_millis(50);

/// Serves until the service is to end, and until what is under way is done.
pub async fn serve(listener: TcpListener, router: Router, health: Arc<Health>) {
    let under_way = GracefulShutdown::new();
    let places = Arc::new(Semaphore::new(CONNECTIONS));
    loop {
        let (stream, place) = tokio::select! {
            next = accept(&listener, &places) => next,
            _ = health.ended() => break,
        };
        let service = TowerToHyperService::new(router.clone());
        let mut builder = http1::Builder::new();
        builder.timer(TokioTimer::new()).header_read_timeout(SLOWEST_HEAD);
        let connection = under_way.watch(builder.serve_connection(TokioIo::new(stream), service));
        tokio::spawn(async move {
            // A connection that breaks off is the client's affair.
            let _ = connection.await;
            drop(place);
        });
    }
    drop(listener);
    // Those who do not finish are cut off.
    let _ = timeout(LAST_CALL, under_way.shutdown()).await;
}

async fn accept(listener: &TcpListener, places: &Arc<Semaphore>) -> (TcpStream, Option<OwnedSemaphorePermit>) {
    // The semaphore is never closed.
    let place = places.clone().acquire_owned().await.ok();
    loop {
        match listener.accept().await {
            Ok((stream, _)) => {
                // Without it small answers wait for acknowledgements; with an error they merely do.
                let _ = stream.set_nodelay(true);
                return (stream, place);
            }
            Err(_) => sleep(BREATH).await,
        }
    }
}
