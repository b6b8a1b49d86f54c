//! Between nodes, and between a client and a node: framed messages on TCP.
//!
//! Ten messages between programs of one source need no framework for HTTP, so a message is a postcard value behind its
//! length. There is neither encryption nor authentication: the group belongs on loopback, or in a network that lets
//! nobody else in.

mod directory;
mod message;
mod peer;
mod server;
mod wire;

pub use directory::{Directory, DirectoryError};
pub use message::{Hashes, Request, Response, Status};
pub use peer::Peers;
pub use server::{Server, Service};
pub use wire::{Connection, MAX_FRAME, WireError};
