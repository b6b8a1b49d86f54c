//! Random numbers by address: who and what for, and not what was drawn before.
//!
//! So the same customer has the same patience under every variant, however much else it changes.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::SeedableRng;

/// Whose numbers: the kind of contact, the day and the number on that day.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Key {
    /// Of the kind, by its name.
    pub kind: u64,
    /// The day, counted from some day.
    pub day: u64,
    /// Which of that day.
    pub number: u64,
}

/// What a number is for. Each has a stream of its own.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Purpose {
    /// When the customers of a day come.
    Arrival,
    /// How long one waits.
    Patience,
    /// How long it takes.
    Handling,
    /// How long the agent is busy afterwards.
    AfterWork,
    /// How long an agent takes to answer the so-manieth offer of a chat.
    Answer(u32),
}

/// The numbers of this seed, customer and purpose.
#[must_use]
pub fn stream(seed: u64, key: Key, purpose: Purpose) -> ChaCha8Rng {
    let mut bytes = [0; 32];
    for (part, number) in bytes.chunks_exact_mut(8).zip([seed, key.kind, key.day, key.number]) {
        part.copy_from_slice(&number.to_le_bytes());
    }
    let mut rng = ChaCha8Rng::from_seed(bytes);
    rng.set_stream(match purpose {
        Purpose::Arrival => 0,
        Purpose::Patience => 1,
        Purpose::Handling => 2,
        Purpose::AfterWork => 3,
        Purpose::Answer(offer) => 4 + u64::from(offer),
    });
    rng
}

/// A number for a name (FNV-1a): adding a kind of contact to a plan moves no customer of another.
#[must_use]
pub fn number_of(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}
