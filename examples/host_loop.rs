//! A host's loop with a real clock: it sleeps until the next event or the next deadline, whichever is earlier, and
//! writes each event down before it acts on what follows. It runs for a second and a quarter.
//!
//! ```text
//! cargo run --example host_loop
//! ```

use frontdesk::{
    AgentId, AgentSettings, ChatId, Decision, Engine, Event, GroupId, Limits, Policy, Queue, Status, Timestamp,
};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::thread;
use std::time::{Duration, SystemTime};

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let (support, ana, ben) = (GroupId::from(1u64), AgentId::from(1u64), AgentId::from(2u64));
    let half = Duration::from_millis(500);
    let policy = Policy { queue: Queue::Unlimited, accept_within: Some(half), ..Policy::default() };
    let (events, inbox) = channel();
    // What a web server would do: hand in what happens, from whatever thread.
    let outside = thread::spawn(move || {
        let tell = |event| events.send(event).map_err(|_| "the loop has ended");
        for event in [
            Event::group(support, policy),
            Event::agent(AgentSettings::new(ana, 2, [support])),
            Event::agent(AgentSettings::new(ben, 2, [support])),
            Event::status(ana, Status::Online),
            Event::status(ben, Status::Online),
            Event::request(ChatId::from(7u64), support),
        ] {
            tell(event)?;
        }
        // Ana does not answer within half a second, and nobody says so: time alone takes the chat to Ben, who does.
        thread::sleep(half + half / 2);
        tell(Event::ChatAccepted { chat: ChatId::from(7u64), agent: ben })?;
        thread::sleep(half);
        tell(Event::ChatClosed { chat: ChatId::from(7u64), agent: Some(ben) })
    });
    run(&inbox)?;
    outside.join().map_err(|_| "the outside world panicked")??;
    Ok(())
}

/// The loop: one thread owns the engine, and the order in which it takes the events is the order that counts.
fn run(inbox: &Receiver<Event>) -> Result<(), Box<dyn std::error::Error>> {
    let mut engine = Engine::new(Limits::default());
    let mut journal: Vec<(Timestamp, Event)> = Vec::new();
    let mut decisions = Vec::new();
    loop {
        let wait = engine.next_deadline().map(|next| {
            let micros = next.at.as_micros() - now(&engine).as_micros();
            Duration::from_micros(u64::try_from(micros).unwrap_or(0))
        });
        let event = match wait {
            Some(wait) => inbox.recv_timeout(wait),
            None => inbox.recv().map_err(|_| RecvTimeoutError::Disconnected),
        };
        let event = match event {
            Ok(event) => event,
            // A deadline is due. A tick needs no place in the journal: it never changes what is decided.
            Err(RecvTimeoutError::Timeout) => Event::Tick,
            Err(RecvTimeoutError::Disconnected) => break,
        };
        let at = now(&engine);
        // A real host writes to its database here, and waits until that is safe.
        if event != Event::Tick {
            journal.push((at, event.clone()));
        }
        if let Err(refusal) = engine.handle(at, &event, &mut decisions) {
            println!("refused: {refusal}");
        }
        decisions.drain(..).for_each(act);
    }

    // After a crash: the journal alone brings back the same state.
    let mut again = Engine::new(Limits::default());
    for (at, event) in &journal {
        // What was refused then is refused now.
        let _ = again.handle(*at, event, &mut decisions);
    }
    assert_eq!(again.snapshot(), engine.snapshot());
    println!("{} events replayed: the same state", journal.len());
    Ok(())
}

/// The clock on the wall. It may be set back under a running host; the engine's time never goes back.
fn now(engine: &Engine) -> Timestamp {
    let since = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let wall = i64::try_from(since.as_micros()).unwrap_or(i64::MAX);
    Timestamp::from_micros(wall).max(engine.now())
}

fn act(decision: Decision) {
    println!("{} {:?}: {}", decision.at, decision.action, decision.reason);
}
