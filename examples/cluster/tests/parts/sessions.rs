//! What comes twice is done once, and answered as it was the first time.

use crate::{batch, opened, receipt, request};
use frontdesk::{EventError, Timestamp};
use frontdesk_cluster::entry::{Answer, Batch, Denial, Item};
use frontdesk_cluster::machine::{MAX_SESSIONS, State, WINDOW};

#[test]
fn a_retry_is_answered_and_not_done_again() {
    let mut state = opened();
    let first = state.apply(3, &batch(2, 1, 4, vec![request(1), request(2), request(3)]));
    let after = state.engine().snapshot();
    let again = state.apply(4, &batch(2, 1, 4, vec![request(1), request(2), request(3)]));
    assert_eq!(again, first, "the same receipts, with the same decisions, under the first entry's index");
    assert_eq!(state.engine().snapshot(), after);
    assert_eq!(receipt(&first[2]).outcome, Ok(()));
    assert!(receipt(&first[0]).decisions.as_ref().is_some_and(|decisions| !decisions.is_empty()));
}

#[test]
fn a_refusal_is_remembered_like_any_answer() {
    let mut state = opened();
    let answers = state.apply(3, &batch(2, 1, 4, vec![request(1), request(1)]));
    assert_eq!(receipt(&answers[1]).outcome, Err(EventError::ChatExists));
    assert_eq!(state.apply(4, &batch(3, 1, 5, vec![request(1)]))[0], answers[1]);
    assert_eq!(state.recall(1, 5).as_ref(), Some(receipt(&answers[1])));
}

#[test]
fn a_hole_is_denied_and_nothing_is_lost() {
    let mut state = opened();
    let answers = state.apply(3, &batch(2, 1, 5, vec![request(1)]));
    assert_eq!(answers, [Answer::Denied(Denial::Gap { expected: 4 })]);
    assert_eq!(receipt(&state.apply(4, &batch(2, 1, 4, vec![request(1)]))[0]).outcome, Ok(()));
}

#[test]
fn an_answer_is_kept_for_a_window_and_then_denied() {
    let mut state = opened();
    let last = 3 + WINDOW as u64;
    for (index, sequence) in (3..).zip(4..=last) {
        state.apply(index, &batch(2, 1, sequence, vec![request(sequence)]));
    }
    assert_eq!(state.apply(1_000, &batch(2, 1, 3, vec![request(9)])), [Answer::Denied(Denial::Forgotten)]);
    let oldest = state.apply(1_001, &batch(2, 1, 4, vec![request(4)]));
    assert_eq!(receipt(&oldest[0]).index, 3);
    assert_eq!(state.recall(1, 3), None);
}

#[test]
fn the_session_that_was_silent_longest_makes_room() {
    let mut state = opened();
    let open = |at| Batch { at: Timestamp::from_secs(at), items: vec![Item::Open] };
    for index in 3..MAX_SESSIONS as u64 + 2 {
        state.apply(index, &open(2));
    }
    assert_eq!(state.sessions(), MAX_SESSIONS);
    // Session 1 speaks: now session 2 is the one that was silent longest.
    state.apply(5_000, &batch(3, 1, 4, vec![request(1)]));
    state.apply(5_001, &open(3));
    assert_eq!(state.sessions(), MAX_SESSIONS);
    assert_eq!(state.apply(5_002, &batch(3, 2, 1, vec![request(2)])), [Answer::Denied(Denial::NoSession)]);
    assert_eq!(receipt(&state.apply(5_003, &batch(3, 1, 5, vec![request(3)]))[0]).outcome, Ok(()));
}

#[test]
fn a_session_that_never_was_is_denied() {
    let mut state = State::default();
    assert_eq!(state.apply(1, &batch(0, 1, 1, vec![request(1)])), [Answer::Denied(Denial::NoSession)]);
}

#[test]
fn time_never_goes_back_whatever_a_leaders_clock_says() {
    let mut state = opened();
    state.apply(3, &batch(100, 1, 4, vec![request(1)]));
    let late = state.apply(4, &batch(50, 1, 5, vec![request(2)]));
    assert_eq!(receipt(&late[0]).at, Timestamp::from_secs(100));
    assert_eq!(receipt(&late[0]).outcome, Ok(()));
    state.apply(5, &Batch { at: Timestamp::from_secs(20), items: Vec::new() });
    assert_eq!(state.engine().now(), Timestamp::from_secs(100));
}
