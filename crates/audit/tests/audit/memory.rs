//! What the auditor keeps is what is live.

use crate::desk::{ANA, BEN, DESK, agent, chat, online, second, seconds, waits};
use frontdesk::{ChatRequest, Engine, Event, Pace, Policy, Relaxation};
use frontdesk_audit::Auditor;

/// A shift in which everything is used and everything ends: chats with needs and holds, declined, accepted, parked,
/// closed into wrap-ups; agents who come and are dismissed.
fn shift(begin: i64, first: u64) -> Vec<(i64, Event)> {
    let able = |settings: &mut frontdesk::AgentSettings| {
        settings.pace = Some(Pace { chats: 2, per: seconds(5) });
        settings.offline_after_no_reply = Some(seconds(600));
    };
    let mut events = vec![(0, agent(ANA, 2, able)), (0, agent(BEN, 2, able)), (0, online(ANA)), (0, online(BEN))];
    for number in first..first + 4 {
        let relax = vec![Relaxation { after: seconds(900), needs: [("fr".to_owned(), 1)].into() }];
        let asks =
            ChatRequest { agent: Some(ANA), agent_wait: seconds(30), relax, ..ChatRequest::new(chat(number), DESK) };
        events.push((1, Event::ChatRequested(asks)));
    }
    events.push((2, Event::ChatDeclined { chat: chat(first), agent: ANA }));
    events.push((3, Event::ChatAccepted { chat: chat(first + 1), agent: ANA }));
    events.push((4, Event::ChatParked { chat: chat(first + 1) }));
    events.push((5, Event::ChatResumed { chat: chat(first + 1) }));
    events.extend((first..first + 4).map(|number| (60, Event::ChatClosed { chat: chat(number), agent: None })));
    events.extend([
        (61, Event::AgentRemoved { agent: ANA }),
        (61, Event::AgentRemoved { agent: BEN }),
        (600, Event::Tick),
    ]);
    events.into_iter().map(|(at, event)| (begin + at, event)).collect()
}

#[test]
fn what_has_ended_is_forgotten() {
    let (mut engine, mut auditor) = (Engine::default(), Auditor::new());
    let policy = Policy { wrap_up: Some(seconds(20)), accept_within: Some(seconds(300)), ..waits() };
    let mut size_after = Vec::new();
    let mut play = |at, event: Event| {
        let mut decisions = Vec::new();
        let answer = engine.handle(second(at), &event, &mut decisions);
        assert_eq!(answer, Ok(()), "{event:?}");
        assert_eq!(auditor.watch(second(at), &event, answer, &decisions), []);
        format!("{auditor:?}").len()
    };
    play(0, Event::group(DESK, policy));
    for round in 0..200 {
        // Chats of three digits, so that the books are as long in every round.
        let sizes: Vec<usize> =
            shift(round * 1_000, 4 * round as u64).into_iter().map(|(at, event)| play(at, event)).collect();
        size_after.push(sizes.last().copied());
    }
    // Instants and counters get longer by some digits, nothing else.
    let (first, last) = (size_after[1].expect("a round"), size_after[199].expect("a round"));
    assert!(last <= first + 20, "{first} letters of books after a round, {last} after 200");
}
