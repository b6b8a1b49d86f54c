//! Each decision under its place, for every reader the same.

use crate::{batch, opened, receipt, request};
use frontdesk::Event;
use frontdesk_cluster::machine::{Outbox, Place};

const FROM_THE_FIRST: Place = Place { index: 0, position: 0 };

#[test]
fn a_reader_gets_every_decision_once_whatever_the_page() {
    let mut state = opened();
    for chat in 1..40 {
        state.apply(
            2 + chat,
            &batch(2, 1, 2 + 2 * chat, vec![request(chat), Event::VisitorMessage { chat: chat.into() }]),
        );
    }
    let whole = state.outbox().read(FROM_THE_FIRST, 41, usize::MAX).expect("nothing is gone").decisions;
    assert_eq!(whole.len() as u64, state.outbox().total());
    assert!(whole.is_sorted_by_key(|(place, _)| *place) && whole.len() > 40);
    for limit in 1..8 {
        let (mut from, mut read) = (FROM_THE_FIRST, Vec::new());
        while from.index <= 41 {
            let page = state.outbox().read(from, 41, limit).expect("nothing is gone");
            assert!(page.decisions.len() <= limit && page.next > from);
            from = page.next;
            read.extend(page.decisions);
        }
        assert_eq!(read, whole, "in pages of {limit}");
    }
}

#[test]
fn a_receipt_names_the_places_of_its_decisions() {
    let mut state = opened();
    let answers = state.apply(3, &batch(2, 1, 4, vec![request(1), request(2), request(3)]));
    for answer in &answers {
        let receipt = receipt(answer);
        let first = Place { index: 3, position: receipt.first };
        assert_eq!(state.outbox().run(first, receipt.count), receipt.decisions);
    }
}

#[test]
fn who_comes_too_late_is_told_so() {
    let state = opened();
    let decisions = state.outbox().read(FROM_THE_FIRST, 2, 1).expect("nothing is gone").decisions;
    let decision = decisions[0].1;
    let mut outbox = Outbox::default();
    for index in 0..20_000 {
        outbox.add(index, &[decision]);
    }
    let late = outbox.read(FROM_THE_FIRST, 20_000, 10).expect_err("the first are gone");
    assert_eq!(late.gone, Place { index: 20_000 - 16_384 - 1, position: 0 });
    let from = Place { index: late.gone.index, position: 1 };
    let page = outbox.read(from, 20_000, 10).expect("it begins here");
    assert_eq!(page.decisions[0].0, Place { index: late.gone.index + 1, position: 0 });
    assert_eq!(outbox.total(), 20_000);
    // The answer to a retry says that its decisions are gone, and not that there were none.
    assert_eq!(outbox.run(FROM_THE_FIRST, 1), None);
}

#[test]
fn the_chain_tells_any_difference() {
    let mut state = opened();
    state.apply(3, &batch(2, 1, 4, vec![request(1), request(2)]));
    let decisions: Vec<_> = state.outbox().read(FROM_THE_FIRST, 3, 99).expect("all").decisions;
    let decisions: Vec<_> = decisions.into_iter().map(|(_, decision)| decision).collect();
    let chain = |index: u64, decisions: &[_]| {
        let mut outbox = Outbox::default();
        outbox.add(index, decisions);
        outbox.chain()
    };
    let whole = chain(1, &decisions);
    assert_eq!(whole, chain(1, &decisions));
    assert_ne!(whole, chain(2, &decisions));
    assert_ne!(whole, chain(1, &decisions[1..]));
    let swapped: Vec<_> = decisions.iter().rev().copied().collect();
    assert_ne!(whole, chain(1, &swapped));
}
