//! Small worlds, exhausted: two agents, two groups, three chats, and every sequence of a small alphabet of events, as
//! deep as the size of the run goes. After each transition the engine is compared with the model as in `equal`, its
//! invariants are checked from scratch, and nothing waits without a reason.
//!
//! The search goes by depth, so a failure is told by a shortest way to it. Two ways that come to the same state, of the
//! engine (its snapshot) and of the model (its essence), go on as one. States of which only the ages of things matter
//! are the same whenever they are come to.

mod letters;
mod products;
mod wishes;
mod worlds;

use crate::equal::{differ, same_views};
use crate::log::{Line, Log};
use crate::state::nothing_waits_without_a_reason;
use crate::subject::Engine;
use crate::world::Cast;
use frontdesk::rules::presence::Devices;
use frontdesk::snapshot::{ChatRecord, PlaceRecord};
use frontdesk::{Decision, Event, EventError, Limits, Timestamp};
use frontdesk_kit::reference::Model;
use frontdesk_kit::rng::Rng;
use frontdesk_kit::size::{figure, size};
use letters::{Letter, cast};
use std::collections::HashSet;
use std::num::NonZero;
use std::sync::Mutex;
use worlds::{Small, small_worlds};

#[test]
fn small_worlds_are_exhausted() {
    let worlds = small_worlds();
    let share = size(20_000, 5_200_000, 104_000_000).div_ceil(worlds.len() as u64);
    let (left, done) = (Mutex::new(worlds), Mutex::new(Vec::new()));
    let threads = std::thread::available_parallelism().map_or(1, NonZero::get);
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                loop {
                    let Some(world) = left.lock().expect("no thread panics").pop() else { return };
                    let searched = Search::new(&world).search(share);
                    done.lock().expect("no thread panics").push((world.name, searched));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panics");
    done.sort_by_key(|(name, _)| *name);
    let (mut transitions, mut states, mut depth) = (0, 0, usize::MAX);
    for (name, searched) in done {
        let Searched { transitions: of_it, states: its, whole, decided, refused } =
            searched.unwrap_or_else(|why| panic!("the small world `{name}`: {why}"));
        println!(
            "{name}: {of_it} transitions, {its} states, whole to depth {whole}; {decided} decided, {refused} refused"
        );
        // An alphabet of which little makes sense would be exhausted for nothing.
        assert!(decided * 10 > of_it, "in `{name}` {decided} of {of_it} transitions decide anything");
        transitions += of_it;
        states += its;
        depth = depth.min(whole);
    }
    figure("small worlds", transitions, &format!("transitions, {states} states, each world whole to depth {depth}"));
}

/// What a search has seen.
struct Searched {
    transitions: u64,
    states: u64,
    /// Every sequence of so many letters was played.
    whole: usize,
    /// Transitions that decided something, and those that were refused.
    decided: u64,
    refused: u64,
}

/// Both of them, after the same events.
#[derive(Clone)]
struct Pair {
    engine: Engine,
    model: Model,
}

struct Search<'a> {
    world: &'a Small,
    cast: Cast,
    start: Pair,
    seen: HashSet<u64>,
    /// Every state that was come to first, by the one before it and the letter from there.
    way: Vec<(u32, u8)>,
    searched: Searched,
}

/// The way of the start.
const START: u32 = u32::MAX;

impl<'a> Search<'a> {
    fn new(world: &'a Small) -> Self {
        let mut start = Pair { engine: Engine::new(Limits::default()), model: Model::new(Limits::default()) };
        for event in &world.stage {
            let (ours, theirs) = start.play(&letters::line(letters::START, event.clone()), &mut Vec::new());
            assert!(ours.is_ok() && theirs.is_ok(), "the stage of `{}`: {ours:?} to {event:?}", world.name);
        }
        let searched = Searched { transitions: 0, states: 1, whole: 0, decided: 0, refused: 0 };
        let seen = HashSet::from([start.key()]);
        Self { world, cast: cast(), start, seen, way: Vec::new(), searched }
    }

    /// Goes on, all states of one depth after the other, until there were so many transitions.
    fn search(mut self, most: u64) -> Result<Searched, String> {
        let mut layer = vec![START];
        while !layer.is_empty() {
            let mut next = Vec::new();
            for state in layer {
                if self.searched.transitions >= most {
                    return Ok(self.searched);
                }
                let from = self.go_back_to(state);
                for letter in 0..self.world.letters.len() {
                    if let Some(state) = self.go(&from, state, letter)? {
                        next.push(state);
                    }
                }
            }
            self.searched.whole += 1;
            layer = next;
        }
        Ok(self.searched)
    }

    /// One transition; where it leads, if nothing led there before.
    fn go(&mut self, from: &Pair, state: u32, letter: usize) -> Result<Option<u32>, String> {
        let line = self.world.letters[letter].line(&from.engine);
        let mut to = from.clone();
        let judged = to.judge(&line, &self.cast);
        self.searched.transitions += 1;
        let (decided, refused) = judged.map_err(|why| format!("{why}\n\n{:?}", self.story(state, line)))?;
        self.searched.decided += u64::from(decided);
        self.searched.refused += u64::from(refused);
        if !self.seen.insert(to.key()) {
            return Ok(None);
        }
        self.searched.states += 1;
        self.way.push((state, letter as u8));
        Ok(Some(self.way.len() as u32 - 1))
    }

    /// The letters that lead to a state.
    fn letters_to(&self, mut state: u32) -> Vec<&Letter> {
        let mut letters = Vec::new();
        while state != START {
            let (before, letter) = self.way[state as usize];
            letters.push(&self.world.letters[usize::from(letter)]);
            state = before;
        }
        letters.reverse();
        letters
    }

    /// States are not kept, which would take too much memory, but played again.
    fn go_back_to(&self, state: u32) -> Pair {
        let mut pair = self.start.clone();
        let mut decided = Vec::new();
        for letter in self.letters_to(state) {
            let line = letter.line(&pair.engine);
            let _ = pair.play(&line, &mut decided);
        }
        pair
    }

    /// The way to a failure, as a scenario to paste.
    fn story(&self, state: u32, last: Line) -> Log {
        let mut lines: Vec<Line> =
            self.world.stage.iter().map(|event| letters::line(letters::START, event.clone())).collect();
        let mut pair = self.start.clone();
        for letter in self.letters_to(state) {
            let line = letter.line(&pair.engine);
            let _ = pair.play(&line, &mut Vec::new());
            lines.push(line);
        }
        lines.push(last);
        Log { seed: 0, shrunk: true, lines }
    }
}

type Answer = Result<(), EventError>;

impl Pair {
    fn play(&mut self, line: &Line, decided: &mut Vec<Decision>) -> (Answer, Answer) {
        let ours = self.engine.handle(line.at, &line.event, decided);
        decided.clear();
        (ours, self.model.handle(line.at, &line.event, decided))
    }

    /// Plays a line and compares; whether anything was decided, and whether it was refused.
    fn judge(&mut self, line: &Line, cast: &Cast) -> Result<(bool, bool), String> {
        let (mut decided, mut expected) = (Vec::new(), Vec::new());
        let answer = self.engine.handle(line.at, &line.event, &mut decided);
        let expected_answer = self.model.handle(line.at, &line.event, &mut expected);
        if decided != expected {
            return Err(differ("decisions", line, &decided, &expected));
        }
        if answer != expected_answer {
            return Err(differ("answers", line, &answer, &expected_answer));
        }
        if line.event == Event::Tick
            && let Some(late) = self.engine.next_deadline().filter(|due| due.at <= line.at)
        {
            return Err(format!("after a call at {:?} there is still {late:?}", line.at));
        }
        same_views(line, &self.engine, &self.model, cast)?;
        self.engine.check().map_err(|broken| broken.to_string())?;
        nothing_waits_without_a_reason(&self.engine, &cast.chats)?;
        Ok((!decided.is_empty(), answer.is_err()))
    }

    /// What the future of both depends on, as a hash. Of two states with one hash the later is not gone on from; that
    /// two different ones have one is less likely than one in ten thousand, in all the states of a release's run.
    fn key(&self) -> u64 {
        let essence = self.model.essence();
        let mut snapshot = self.engine.snapshot();
        let now = snapshot.now.as_micros();
        let ago = |at: &mut Timestamp| *at = Timestamp::from_micros(now - at.as_micros());
        snapshot.now = Timestamp::EPOCH;
        for group in &mut snapshot.groups {
            // The estimate draws on these, and no decision does.
            group.takes.clear();
            group.waited_us = 0;
            let queued =
                |chat: &ChatRecord| chat.group == Some(group.group) && matches!(chat.place, PlaceRecord::Queued { .. });
            group.absent_since = group.absent_since.filter(|_| snapshot.chats.iter().any(queued));
            group.absent_since.iter_mut().for_each(ago);
        }
        for agent in &mut snapshot.agents {
            agent.no_reply_since.iter_mut().for_each(ago);
            agent.given.iter_mut().for_each(ago);
            // They cannot be moved in time; the model knows what was seen of them.
            agent.devices = Devices::default();
        }
        for chat in &mut snapshot.chats {
            ago(&mut chat.requested_at);
            chat.tiers_as_of = Timestamp::EPOCH;
            chat.cool_downs.iter_mut().for_each(|(_, since)| ago(since));
            chat.hold.iter_mut().flat_map(|(_, until)| until).for_each(ago);
            match &mut chat.place {
                PlaceRecord::Assigned { since, accepted: true, .. } => *since = Timestamp::EPOCH,
                PlaceRecord::Queued { since }
                | PlaceRecord::Assigned { since, .. }
                | PlaceRecord::WrapUp { since, .. } => ago(since),
                PlaceRecord::Ticket => {}
            }
        }
        let bytes = postcard::to_allocvec(&snapshot).expect("a snapshot is written");
        mixed(&[bytes, essence])
    }
}

/// Eight bytes at a time through the generator's mixing: it is asked millions of times.
fn mixed(all: &[Vec<u8>]) -> u64 {
    let words = all.iter().flat_map(|bytes| bytes.chunks(8));
    words.fold(0, |hash, chunk| {
        let mut word = [0; 8];
        word[..chunk.len()].copy_from_slice(chunk);
        Rng::new(hash ^ u64::from_le_bytes(word)).next()
    })
}
