//! A state as bytes and back, and what is no state.

use crate::{batch, opened, request};
use frontdesk_cluster::machine::{Image, ImageError};
use frontdesk_cluster::raft::LogId;
use openraft::CommittedLeaderId;
use sha2::{Digest, Sha256};

fn image() -> Image {
    let mut state = opened();
    state.apply(3, &batch(2, 1, 4, vec![request(1), request(2), request(3)]));
    Image { state, applied: Some(LogId::new(CommittedLeaderId::new(1, 2), 3)), ..Image::default() }
}

#[test]
fn a_restored_state_goes_on_alike() {
    let mut before = image();
    let bytes = before.encode().expect("it is written");
    let mut after = Image::decode(&bytes).expect("it is read");
    assert_eq!(after.encode().expect("it is written"), bytes);
    assert_eq!(after.applied, before.applied);
    for index in 4..60 {
        let next = batch(index, 1, index as u64 + 3, vec![request(index as u64 % 9)]);
        assert_eq!(after.state.apply(index as u64, &next), before.state.apply(index as u64, &next));
    }
    assert_eq!(after.encode().expect("it is written"), before.encode().expect("it is written"));
}

#[test]
fn a_restored_state_answers_a_retry() {
    let before = image();
    let after = Image::decode(&before.encode().expect("it is written")).expect("it is read");
    let receipt = after.state.recall(1, 6).expect("it was done");
    assert_eq!(Some(receipt), before.state.recall(1, 6));
}

#[test]
fn no_flipped_bit_and_no_cut_gets_through() {
    let bytes = image().encode().expect("it is written");
    for bit in 0..bytes.len() * 8 {
        let mut damaged = bytes.clone();
        damaged[bit / 8] ^= 1 << (bit % 8);
        let error = Image::decode(&damaged).expect_err("it is damaged");
        assert!(matches!(error, ImageError::Mark | ImageError::Hash), "bit {bit}: {error}");
    }
    for end in 0..bytes.len() {
        Image::decode(&bytes[..end]).expect_err("it is cut");
    }
}

/// Bytes that were changed before they were hashed get as far as the engine, or the tables, and no further.
#[test]
fn what_is_hashed_and_makes_no_sense_is_refused_or_sound() {
    let bytes = image().encode().expect("it is written");
    let (head, content) = bytes.split_at(16 + 32);
    let (mut refused, mut sound) = (0, 0);
    for place in 0..content.len() {
        for value in [0, 1, 0x7f, 0x80, 0xff] {
            let mut content = content.to_vec();
            content[place] = value;
            let forged = [&head[..16], &Sha256::digest(&content), &content].concat();
            match Image::decode(&forged) {
                Ok(mut image) => {
                    // It is one that can be: it must go on without a panic.
                    let now = image.state.engine().now().as_micros() / 1_000_000;
                    image.state.apply(9, &batch(now + 1, 1, 7, vec![request(77)]));
                    sound += 1;
                }
                Err(_) => refused += 1,
            }
        }
    }
    assert!(refused > 100 && sound > 100, "{refused} refused, {sound} sound: both happen");
}
