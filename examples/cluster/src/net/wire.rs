//! One connection: frames with a bound on their length, a postcard value in each.

use super::message::{Request, Response};
use crate::entry::RULES;
use futures_util::{SinkExt, StreamExt};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use std::io;
use tokio::net::TcpStream;
use tokio_util::bytes::Bytes;
use tokio_util::codec::{Framed, LengthDelimitedCodec};

/// Longest frame. Entries for a follower stay below 5 MiB, a piece of a snapshot below 2.
pub const MAX_FRAME: usize = 16 * 1024 * 1024;

/// What this build says first on each connection, and what it expects to hear: nodes that would decide differently must
/// not be one group. `wire` is raised whenever a message or an entry changes its form.
const HELLO: Hello = Hello { mark: *b"frontdesk cluster", wire: 1, rules: RULES };

#[derive(Debug, PartialEq, Eq, Serialize, Deserialize)]
struct Hello {
    mark: [u8; 17],
    wire: u32,
    rules: u32,
}

/// Why a message did not get through.
#[derive(Debug, thiserror::Error)]
pub enum WireError {
    /// The network.
    #[error(transparent)]
    Io(#[from] io::Error),
    /// The other side closed the connection.
    #[error("the other side closed the connection")]
    Closed,
    /// What came is no message.
    #[error("what came is no message: {0}")]
    Form(#[from] postcard::Error),
    /// The other side is built otherwise.
    #[error("the other side speaks another wire, or decides by other rules")]
    Stranger,
}

/// A connection.
pub struct Connection {
    frames: Framed<TcpStream, LengthDelimitedCodec>,
}

impl Connection {
    /// Connects to a node, and says hello.
    pub async fn open(address: &str) -> Result<Self, WireError> {
        let mut connection = Self::new(TcpStream::connect(address).await?)?;
        connection.send(&HELLO).await?;
        Ok(connection)
    }

    /// Takes a connection, once the other side has said the right hello.
    pub(super) async fn accept(stream: TcpStream) -> Result<Self, WireError> {
        let mut connection = Self::new(stream)?;
        match connection.receive::<Hello>().await? {
            Some(HELLO) => Ok(connection),
            Some(_) => {
                let words = WireError::Stranger.to_string();
                connection.send(&Response::Failed(words)).await?;
                Err(WireError::Stranger)
            }
            None => Err(WireError::Closed),
        }
    }

    fn new(stream: TcpStream) -> Result<Self, WireError> {
        stream.set_nodelay(true)?;
        let codec = LengthDelimitedCodec::builder().max_frame_length(MAX_FRAME).new_codec();
        Ok(Self { frames: Framed::new(stream, codec) })
    }

    /// Asks, and waits for the answer.
    pub async fn call(&mut self, request: &Request) -> Result<Response, WireError> {
        self.send(request).await?;
        self.receive().await?.ok_or(WireError::Closed)
    }

    pub(super) async fn send<T: Serialize>(&mut self, message: &T) -> Result<(), WireError> {
        Ok(self.frames.send(Bytes::from(postcard::to_stdvec(message)?)).await?)
    }

    /// The next message; none at the end.
    pub(super) async fn receive<T: DeserializeOwned>(&mut self) -> Result<Option<T>, WireError> {
        match self.frames.next().await {
            Some(frame) => Ok(Some(postcard::from_bytes(&frame?)?)),
            None => Ok(None),
        }
    }
}
