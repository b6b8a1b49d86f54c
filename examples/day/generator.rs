//! Makes up a day in the format of the recordings, so that the example runs without one.
//!
//! Calls come by chance along a daily profile; patience and talks are exponential. The day it records was first come,
//! first served among agents who also write notes after a talk and take breaks, none of which the record shows, as
//! in the real ones.

use crate::random::Random;
use frontdesk_kit::recorded::csv::Source;
use std::fmt::Write;

/// The seed of the day that is made up when nobody asks for another.
pub const SEED: u64 = 1999;

const DATE: &str = "2026-06-01";

/// Calls per hour of the day.
const PROFILE: [f64; 24] = [
    2.0, 1.0, 0.0, 0.0, 0.0, 0.0, 3.0, 18.0, 44.0, 50.0, 56.0, 52.0, 44.0, 52.0, 48.0, 46.0, 46.0, 38.0, 34.0, 32.0,
    27.0, 27.0, 24.0, 19.0,
];

/// Shifts: from hour to hour.
const SHIFTS: [(u32, u32); 8] = [(7, 15), (8, 16), (8, 16), (9, 17), (12, 20), (15, 23), (16, 24), (16, 24)];

/// Kinds of calls, by how common they are.
const TYPES: [(&str, u32); 5] = [("PS", 66), ("NW", 21), ("NE", 8), ("TT", 4), ("IN", 1)];

const MENU_S: f64 = 12.0;
const PATIENCE_S: f64 = 240.0;
const TALK_S: f64 = 180.0;
const NOTES_S: f64 = 45.0;
const BREAK_S: f64 = 900.0;
const HANGS_UP_IN_MENU: f64 = 0.06;
const PHANTOM: f64 = 0.01;
const TAKES_BREAK: f64 = 0.05;
const NAME_LOST: f64 = 0.015;
const PRIORITY: f64 = 0.48;

struct Call {
    kind: &'static str,
    entry: u32,
    asked: u32,
    fate: Fate,
    queued: u32,
    talk: u32,
    server: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Fate {
    Phantom,
    LeftMenu,
    GaveUp,
    Served,
}

/// An agent at work: from when on they can take the next call.
struct Desk {
    free: u32,
    end: u32,
    first: Option<u32>,
    last: u32,
    calls: u32,
    busy: u32,
}

/// The contacts and the agents' days.
pub fn day(seed: u64) -> (Source, Source) {
    let mut random = Random::new(seed);
    let mut desks: Vec<Desk> = SHIFTS
        .iter()
        .map(|&(from, to)| Desk { free: from * 3_600, end: to * 3_600, first: None, last: 0, calls: 0, busy: 0 })
        .collect();
    let mut calls = calls(&mut random);
    calls.sort_by_key(|call| call.asked);
    for call in &mut calls {
        happen(call, &mut desks, &mut random);
    }
    calls.sort_by_key(|call| call.entry);
    (
        Source { name: "(generated contacts)".into(), text: contacts_text(&calls, seed) },
        Source { name: "(generated agent days)".into(), text: days_text(&desks) },
    )
}

fn calls(random: &mut Random) -> Vec<Call> {
    let mut calls = Vec::new();
    for (hour, &rate) in PROFILE.iter().enumerate() {
        let mut second = random.exponential(3_600.0 / rate);
        while second < 3_600.0 {
            let entry = hour as u32 * 3_600 + second as u32;
            let asked = entry + 4 + random.exponential(MENU_S) as u32;
            let fate = match () {
                () if random.chance(PHANTOM) => Fate::Phantom,
                () if random.chance(HANGS_UP_IN_MENU) => Fate::LeftMenu,
                () => Fate::Served,
            };
            calls.push(Call { kind: random.pick(&TYPES), entry, asked, fate, queued: 0, talk: 0, server: None });
            second += random.exponential(3_600.0 / rate);
        }
    }
    calls
}

/// The call meets the agents: the one who can take it first does, unless the caller hangs up before.
fn happen(call: &mut Call, desks: &mut [Desk], random: &mut Random) {
    if call.fate != Fate::Served {
        call.queued = u32::from(call.fate == Fate::Phantom);
        return;
    }
    let patience = random.exponential(PATIENCE_S) as u32;
    let start = |desk: &Desk| desk.free.max(call.asked);
    let on_duty = desks.iter().enumerate().filter(|(_, desk)| start(desk) < desk.end);
    let first = on_duty.min_by_key(|(_, desk)| (start(desk), desk.free)).map(|(place, desk)| (place, start(desk)));
    match first {
        Some((place, start)) if start - call.asked <= patience => {
            let desk = &mut desks[place];
            call.queued = start - call.asked;
            call.talk = 5 + random.exponential(TALK_S) as u32;
            desk.free = start + call.talk + random.exponential(NOTES_S) as u32;
            if random.chance(TAKES_BREAK) {
                desk.free += random.exponential(BREAK_S) as u32;
            }
            if !random.chance(NAME_LOST) {
                call.server = Some(place);
                desk.first.get_or_insert(start);
                desk.last = start + call.talk;
                desk.calls += 1;
                desk.busy += call.talk;
            }
        }
        _ => {
            call.fate = Fate::GaveUp;
            call.queued = patience;
        }
    }
}

fn contacts_text(calls: &[Call], seed: u64) -> String {
    // Drawn apart, since nothing else of the day depends on it: its desk serves first come, first served.
    let mut ranks = Random::new(!seed);
    let mut text = String::from(
        "row,vru_line,customer,priority,type,date,vru_entry_s,vru_exit_s,vru_time_s,q_start_s,q_exit_s,q_time_s,\
         outcome,ser_start_s,ser_exit_s,ser_time_s,server,flags\n",
    );
    for (index, call) in calls.iter().enumerate() {
        let Call { kind, entry, asked, queued, talk, .. } = *call;
        let (outcome, flags) = match call.fate {
            Fate::Phantom => ("PHANTOM", "phantom"),
            Fate::LeftMenu | Fate::GaveUp => ("HANG", ""),
            Fate::Served if call.server.is_none() => ("AGENT", "agent_no_server"),
            Fate::Served => ("AGENT", ""),
        };
        let exit = asked + queued;
        let queue = if queued > 0 || call.fate == Fate::GaveUp { format!("{asked},{exit}") } else { ",".into() };
        let service = if call.fate == Fate::Served { format!("{exit},{}", exit + talk) } else { ",".into() };
        let server = call.server.map(name).unwrap_or_default();
        let priority = if ranks.chance(PRIORITY) { 2 } else { 0 };
        writeln!(
            text,
            "{},AA01,,{priority},{kind},{DATE},{entry},{asked},{},{queue},{queued},{outcome},{service},{talk},{server},{flags}",
            index + 1,
            asked - entry
        )
        .expect("a string takes all");
    }
    text
}

fn days_text(desks: &[Desk]) -> String {
    let mut text = String::from("date,server,first_service_start_s,last_service_exit_s,calls,busy_s\n");
    for (place, desk) in desks.iter().enumerate() {
        let Desk { last, calls, busy, .. } = *desk;
        if let Some(first) = desk.first {
            writeln!(text, "{DATE},{},{first},{last},{calls},{busy}", name(place)).expect("a string takes all");
        }
    }
    text
}

fn name(place: usize) -> String {
    format!("S{:02}", place + 1)
}
