//! A trace in a file: so that a run under callgrind, fifty times slower than others, need not make its own.

use crate::design::{Hash, Step, What};
use crate::trace::Trace;
use crate::world::{Shape, World};
use std::fs;
use std::io::{Error, Result};
use std::path::Path;

/// Writes a trace. Its shape is not in the file: who reads it knows.
///
/// # Errors
///
/// The file cannot be written.
pub fn write(trace: &Trace, path: &Path) -> Result<()> {
    let counts = [trace.setup.len(), trace.steps.len(), trace.owned, trace.waiting, trace.assigned, trace.enqueued];
    let mut bytes: Vec<u8> = counts.iter().flat_map(|&count| (count as u64).to_le_bytes()).collect();
    for step in trace.setup.iter().chain(&trace.steps) {
        let (kind, first, second) = match step.what {
            What::Request { chat, group } => (0u64, chat, group),
            What::Close { chat } => (1, chat, 0),
            What::Status { agent, online } => (2, agent, online.into()),
        };
        bytes.extend(step.at.to_le_bytes());
        bytes.extend((kind << 32 | u64::from(step.hint)).to_le_bytes());
        bytes.extend(first.to_le_bytes());
        bytes.extend(second.to_le_bytes());
    }
    bytes.extend(trace.hashes.iter().flat_map(|hash| hash.0.to_le_bytes()));
    fs::write(path, bytes)
}

/// Reads a trace of this shape.
///
/// # Errors
///
/// The file cannot be read, or holds something else.
pub fn read(shape: Shape, path: &Path) -> Result<Trace> {
    let bytes = fs::read(path)?;
    let mut words = bytes.chunks_exact(8).map(|word| u64::from_le_bytes(word.try_into().expect("eight bytes")));
    let mut word = || words.next().ok_or_else(|| Error::other("a trace that ends too early"));
    let mut count = || word().map(|count| count as usize);
    let (setup, steps) = (count()?, count()?);
    let (owned, waiting, assigned, enqueued) = (count()?, count()?, count()?, count()?);
    let setup = (0..setup).map(|_| step(&mut word)).collect::<Result<_>>()?;
    let measured = (0..steps).map(|_| step(&mut word)).collect::<Result<_>>()?;
    let hashes = (0..=steps).map(|_| word().map(Hash)).collect::<Result<_>>()?;
    let world = World::new(&shape);
    Ok(Trace { shape, world, setup, steps: measured, hashes, owned, waiting, assigned, enqueued })
}

fn step(word: &mut impl FnMut() -> Result<u64>) -> Result<Step> {
    let (at, tag) = (word()? as i64, word()?);
    let mut wide = || Ok::<_, Error>(u128::from(word()?) | u128::from(word()?) << 64);
    let (first, second) = (wide()?, wide()?);
    let what = match tag >> 32 {
        0 => What::Request { chat: first, group: second },
        1 => What::Close { chat: first },
        2 => What::Status { agent: first, online: second != 0 },
        _ => return Err(Error::other("a step of an unknown kind")),
    };
    Ok(Step { at, what, hint: tag as u32 })
}
