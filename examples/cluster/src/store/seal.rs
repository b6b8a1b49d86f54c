//! A value and its checksum: what a disk gives back is read as what was written, or not at all.

use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};

/// How much of the SHA-256 is kept. Against chance, not against forgery.
const SEAL_BYTES: usize = 8;

/// Why a sealed value was not read.
#[derive(Debug, thiserror::Error)]
pub enum Broken {
    /// The checksum is another.
    #[error("its checksum is another")]
    Seal,
    /// It is no such value.
    #[error("{0}")]
    Form(#[from] postcard::Error),
}

/// The value as bytes, behind its checksum.
pub fn seal<T: Serialize>(value: &T) -> Result<Vec<u8>, postcard::Error> {
    let mut bytes = postcard::to_extend(value, vec![0; SEAL_BYTES])?;
    let hash = hash(&bytes[SEAL_BYTES..]);
    bytes[..SEAL_BYTES].copy_from_slice(&hash);
    Ok(bytes)
}

/// The value that was sealed so.
pub fn unseal<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Broken> {
    let (seal, value) = bytes.split_at_checked(SEAL_BYTES).ok_or(Broken::Seal)?;
    if hash(value) != *seal {
        return Err(Broken::Seal);
    }
    Ok(postcard::from_bytes(value)?)
}

fn hash(bytes: &[u8]) -> [u8; SEAL_BYTES] {
    let mut short = [0; SEAL_BYTES];
    short.copy_from_slice(&Sha256::digest(bytes)[..SEAL_BYTES]);
    short
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_flipped_bit_is_seen() {
        let sealed = seal(&(7u64, "Ana")).expect("numbers and text are written");
        assert_eq!(unseal::<(u64, String)>(&sealed).expect("it is whole"), (7, "Ana".to_owned()));
        for bit in 0..sealed.len() * 8 {
            let mut damaged = sealed.clone();
            damaged[bit / 8] ^= 1 << (bit % 8);
            assert!(unseal::<(u64, String)>(&damaged).is_err(), "bit {bit}");
        }
        for end in 0..sealed.len() {
            assert!(unseal::<(u64, String)>(&sealed[..end]).is_err(), "cut at {end}");
        }
    }
}
