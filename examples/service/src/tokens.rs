//! Who may do what: bearer tokens, each with a role.

use sha2::{Digest, Sha256};
use std::fs::{DirBuilder, OpenOptions};
use std::io::{self, Write};
use std::os::unix::fs::{DirBuilderExt, OpenOptionsExt};
use std::path::Path;
use subtle::ConstantTimeEq;

/// How short a secret may not be.
const LEAST_LENGTH: usize = 16;
/// How many tokens there may be; each is compared with each request's.
const MOST_TOKENS: usize = 64;

/// What a token allows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// May post and read.
    Host,
    /// May read.
    Supervisor,
}

/// The tokens. Only their hashes are kept.
#[derive(Debug)]
pub struct Tokens(Vec<(Role, [u8; 32])>);

impl Tokens {
    /// Reads `role:secret`, separated by commas or lines; blank lines and `#` comments are skipped.
    pub fn read(text: &str) -> Result<Self, String> {
        let lines = text.lines().map(str::trim).filter(|line| !line.starts_with('#'));
        let entries = lines.flat_map(|line| line.split(',')).map(str::trim).filter(|entry| !entry.is_empty());
        let tokens = entries.map(token).collect::<Result<Vec<_>, _>>()?;
        match tokens.len() {
            0 => Err("there is no token: one reads host:SECRET or supervisor:SECRET".into()),
            1..=MOST_TOKENS => Ok(Self(tokens)),
            many => Err(format!("there are {many} tokens, and at most {MOST_TOKENS} may be")),
        }
    }

    /// The role of a secret. However much of it is right, it takes as long.
    pub fn role(&self, secret: &str) -> Option<Role> {
        let hash: [u8; 32] = Sha256::digest(secret).into();
        let mut found = None;
        for (role, known) in &self.0 {
            if bool::from(known.ct_eq(&hash)) {
                found = found.or(Some(*role));
            }
        }
        found
    }
}

fn token(entry: &str) -> Result<(Role, [u8; 32]), String> {
    // The entry is a secret: no message repeats it.
    let (role, secret) = entry.split_once(':').ok_or("a token reads ROLE:SECRET")?;
    let role = match role {
        "host" => Role::Host,
        "supervisor" => Role::Supervisor,
        _ => return Err("the role of a token is host or supervisor".into()),
    };
    let printable = secret.bytes().all(|byte| byte.is_ascii_graphic());
    if secret.len() < LEAST_LENGTH || !printable {
        return Err(format!("a secret has at least {LEAST_LENGTH} characters, all of them visible ASCII"));
    }
    Ok((role, Sha256::digest(secret).into()))
}

/// Makes a directory for one's own eyes, if there is none.
pub fn private_directory(path: &Path) -> io::Result<()> {
    DirBuilder::new().recursive(true).mode(0o700).create(path)
}

/// Writes a file with a random token for each role, if there is none; says whether it did.
pub fn make(path: &Path) -> io::Result<bool> {
    let mut options = OpenOptions::new();
    let mut file = match options.write(true).create_new(true).mode(0o600).open(path) {
        Ok(file) => file,
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => return Ok(false),
        Err(error) => return Err(error),
    };
    let text = format!("host:{}\nsupervisor:{}\n", secret()?, secret()?);
    file.write_all(text.as_bytes())?;
    file.sync_all()?;
    Ok(true)
}

fn secret() -> io::Result<String> {
    let mut bytes = [0; 32];
    getrandom::fill(&mut bytes).map_err(io::Error::other)?;
    Ok(crate::seal::hex(&bytes))
}

#[cfg(test)]
mod tests {
    use super::*;

    const TEXT: &str = "# tokens of the day\nhost:aaaaaaaaaaaaaaaaaaaa\n\nsupervisor:bbbbbbbbbbbbbbbbbbbb";

    #[test]
    fn each_secret_has_its_role() {
        let tokens = Tokens::read(TEXT).expect("two tokens");
        assert_eq!(tokens.role("aaaaaaaaaaaaaaaaaaaa"), Some(Role::Host));
        assert_eq!(tokens.role("bbbbbbbbbbbbbbbbbbbb"), Some(Role::Supervisor));
        for wrong in ["", "aaaaaaaaaaaaaaaaaaa", "aaaaaaaaaaaaaaaaaaab", "host:aaaaaaaaaaaaaaaaaaaa"] {
            assert_eq!(tokens.role(wrong), None, "{wrong}");
        }
    }

    #[test]
    fn what_is_no_token_is_told_without_the_secret() {
        for wrong in ["", "host", "host:short-secret", "root:aaaaaaaaaaaaaaaaaaaa", "host:aaaa aaaa aaaa aaaa aaaa"] {
            let told = Tokens::read(wrong).expect_err(wrong);
            assert!(!told.contains("aaaa") && !told.contains("short-secret"), "{told}");
        }
        assert!(Tokens::read(&"host:aaaaaaaaaaaaaaaaaaaa,".repeat(65)).is_err());
    }
}
