//! The state as bytes, and their hash: what a snapshot is, and how two states are compared.

use frontdesk::{Engine, Limits, Snapshot};
use sha2::{Digest, Sha256};
use std::fmt::Write;

/// A state as bytes, with its hash.
pub struct Seal {
    /// SHA-256 of `body`.
    pub hash: Vec<u8>,
    /// The snapshot in postcard's form. A snapshot is in canonical order, so equal states have equal bytes.
    pub body: Vec<u8>,
}

/// Why a stored snapshot is not used.
#[derive(Debug, thiserror::Error)]
pub enum Unsealed {
    #[error("its bytes do not have the hash that was stored with them")]
    Hash,
    #[error("its bytes are no snapshot: {0}")]
    Form(postcard::Error),
    #[error("{0}")]
    State(frontdesk::SnapshotError),
}

impl Seal {
    /// The state of an engine.
    pub fn of(engine: &Engine) -> Result<Self, postcard::Error> {
        let body = postcard::to_allocvec(&engine.snapshot())?;
        Ok(Self { hash: Sha256::digest(&body).to_vec(), body })
    }
}

/// The engine and the snapshot behind these bytes.
pub fn open(body: &[u8], hash: &[u8], limits: Limits) -> Result<(Engine, Snapshot), Unsealed> {
    if Sha256::digest(body)[..] != *hash {
        return Err(Unsealed::Hash);
    }
    let snapshot: Snapshot = postcard::from_bytes(body).map_err(Unsealed::Form)?;
    let engine = Engine::restore(&snapshot, limits).map_err(Unsealed::State)?;
    Ok((engine, snapshot))
}

/// Bytes in hexadecimal.
pub fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        // A string takes all that is written.
        let _ = write!(text, "{byte:02x}");
        text
    })
}
