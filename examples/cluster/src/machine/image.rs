//! The state as bytes, and back: the snapshot that is kept, sent and installed.

use super::outbox::Outbox;
use super::sessions::Sessions;
use super::state::State;
use crate::raft::{LogId, Membership};
use frontdesk::{Engine, Limits};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};

/// The form of an image, in front of it. A new form gets a new mark.
const MARK: &[u8; 16] = b"frontdesk image\x01";
const HASH_BYTES: usize = 32;

/// A state, the entry after which it stands, and who belonged to the group then.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// What the replicas agree on.
    pub state: State,
    /// The last entry in it.
    pub applied: Option<LogId>,
    /// Who belongs to the group.
    pub membership: Membership,
}

/// Why an image was not read.
#[derive(Debug, thiserror::Error)]
pub enum ImageError {
    /// It does not begin as one.
    #[error("this is no image of a state, or of another form")]
    Mark,
    /// Its bytes are not those that were written.
    #[error("the image is damaged: its SHA-256 is another")]
    Hash,
    /// It cannot be read.
    #[error("the image cannot be read: {0}")]
    Form(#[from] postcard::Error),
    /// What it says cannot be.
    #[error("the image holds {0}")]
    Sense(&'static str),
    /// The engine did not take it.
    #[error("the engine refuses the image: {0}")]
    Engine(#[from] frontdesk::SnapshotError),
}

/// What stands in an image.
#[derive(Serialize, Deserialize)]
struct Content {
    engine: frontdesk::Snapshot,
    sessions: Sessions,
    outbox: Outbox,
    applied: Option<LogId>,
    membership: Membership,
}

impl Image {
    /// The image as bytes: mark, hash, content.
    pub fn encode(&self) -> Result<Vec<u8>, ImageError> {
        let State { engine, sessions, outbox } = &self.state;
        let content = Content {
            engine: engine.snapshot(),
            sessions: sessions.clone(),
            outbox: outbox.clone(),
            applied: self.applied,
            membership: self.membership.clone(),
        };
        let content = postcard::to_stdvec(&content)?;
        let mut bytes = Vec::with_capacity(MARK.len() + HASH_BYTES + content.len());
        bytes.extend_from_slice(MARK);
        bytes.extend_from_slice(&Sha256::digest(&content));
        bytes.extend_from_slice(&content);
        Ok(bytes)
    }

    /// The image that was written so. Whatever is wrong with the bytes, the answer is an error or a sound state.
    pub fn decode(bytes: &[u8]) -> Result<Self, ImageError> {
        let rest = bytes.strip_prefix(MARK).ok_or(ImageError::Mark)?;
        let (hash, content) = rest.split_at_checked(HASH_BYTES).ok_or(ImageError::Hash)?;
        if Sha256::digest(content).as_slice() != hash {
            return Err(ImageError::Hash);
        }
        let (content, rest) = postcard::take_from_bytes::<Content>(content)?;
        if !rest.is_empty() {
            return Err(ImageError::Sense("something behind its end"));
        }
        content.build()
    }

    /// SHA-256 over the engine's part alone.
    pub fn engine_hash(engine: &Engine) -> Result<[u8; HASH_BYTES], ImageError> {
        Ok(Sha256::digest(postcard::to_stdvec(&engine.snapshot())?).into())
    }

    /// The hash that stands in an image: SHA-256 over its content. Equal on two nodes: they agree on everything.
    pub fn hash(bytes: &[u8]) -> [u8; HASH_BYTES] {
        let hash = bytes.get(MARK.len()..MARK.len() + HASH_BYTES);
        hash.and_then(|hash| hash.try_into().ok()).unwrap_or_default()
    }
}

impl Content {
    fn build(self) -> Result<Image, ImageError> {
        let Self { engine, sessions, outbox, applied, membership } = self;
        if let Some(fault) = sessions.fault().or_else(|| outbox.fault()) {
            return Err(ImageError::Sense(fault));
        }
        let engine = Engine::restore(&engine, Limits::default())?;
        Ok(Image { state: State { engine, sessions, outbox }, applied, membership })
    }
}
