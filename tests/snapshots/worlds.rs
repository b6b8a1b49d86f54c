//! Random worlds to take snapshots of, from random bytes.

use frontdesk::{Engine, Limits};
use frontdesk_kit::rng::Rng;
use frontdesk_kit::story::{Bytes, live_on, set_the_stage};

/// What every engine here is built for.
pub const LIMITS: Limits = Limits { agents: 16, groups: 16, chats: 16 };

/// The bytes of a random story of about this many lines.
pub fn random_bytes(rng: &mut Rng, lines: usize) -> Vec<u8> {
    // Setting the stage takes some two hundred, a line six.
    (0..(200 + 6 * lines) / 8).flat_map(|_| rng.next().to_le_bytes()).collect()
}

/// The richest of some worlds, each within so many lines of its story: as it was when most was written of it.
pub fn world(rng: &mut Rng, lines: usize) -> Engine {
    let (mut richest, mut most) = (Engine::new(LIMITS), 0);
    for _ in 0..3 {
        let bytes = random_bytes(rng, lines);
        let mut bytes = Bytes::new(&bytes);
        let mut engine = Engine::new(LIMITS);
        set_the_stage(&mut engine, &mut bytes);
        for _ in 0..lines {
            live_on(&mut engine, &mut bytes);
            let written = postcard::to_allocvec(&engine.snapshot()).expect("it can be written").len();
            if written > most {
                (richest, most) = (engine.clone(), written);
            }
        }
    }
    richest
}
