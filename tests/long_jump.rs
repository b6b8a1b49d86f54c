//! A tick that jumps far with agents on schedules: every edge comes, at its instant and in order, as it does day by
//! day.
//!
//! What must come out is worked out beside the engine, from `hours` alone. The everyday size is a part; the whole is
//! ten years with 1,000 agents, and prints what it costs:
//!
//! ```text
//! FRONTDESK_TRUST=every_run cargo test --release --test long_jump -- --nocapture
//! ```

use frontdesk::hours::{Calendar, Zones};
use frontdesk::{
    About, Action, AgentId, AgentSettings, ChatId, Deadline, DeadlineKind, Decision, Engine, Event, GroupId, Limits,
    Mode, Policy, Reason, Schedule, Source, Status, Tickets, Timestamp,
};
use frontdesk_kit::size;
use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::time::Instant;

const DAY: i64 = 24 * 3_600;
const YEARS: i64 = 3_652;
const ZONES: [&str; 10] = [
    "Europe/Paris",
    "America/New_York",
    "Asia/Kolkata",
    "Australia/Lord_Howe",
    "Asia/Jerusalem",
    "America/Vancouver",
    "Pacific/Apia",
    "Africa/Casablanca",
    "America/Santiago",
    "UTC",
];
/// What is due here, in the order in which it fires at one instant.
const KINDS: [DeadlineKind; 3] = [DeadlineKind::ShiftEnd, DeadlineKind::GroupHours, DeadlineKind::ShiftStart];
const SHIFT_END: usize = 0;
const GROUP_HOURS: usize = 1;
const SHIFT_START: usize = 2;
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];
/// Groups; each agent belongs to two of them.
const GROUPS: usize = 12;

#[test]
fn everybody_for_three_weeks() {
    jump(1_000, 21);
}

#[test]
fn a_few_for_ten_years() {
    jump(10, YEARS);
}

#[test]
fn everybody_for_ten_years() {
    let agents = size::size(0, 1_000, 1_000) as usize;
    if agents > 0 {
        jump(agents, YEARS);
        size::figure("a jump of ten years", agents as u64, "agents on schedules");
    }
}

/// Six weeks without an edge, by exceptions: the engine looks for the next one in between. That switches nobody
/// `[R17]`, and opens nothing that is open `[R8]`.
#[test]
fn looking_for_an_edge_that_is_far_away() {
    let at = |text: &str| -> Timestamp { text.parse().expect("an instant") };
    let (support, back) = (GroupId::from(1u64), GroupId::from(2u64));
    let (ana, ben, ticket) = (AgentId::from(1u64), AgentId::from(2u64), ChatId::from(1u64));
    let but = |schedule: Schedule, dates: &[&str], windows: &[(&str, &str)]| {
        dates.iter().fold(schedule, |schedule, date| schedule.exception(&format!("2026-{date}"), windows))
    };
    let mondays = Schedule::new("UTC").weekly("mon", &[("09:00", "17:00")]);
    let mondays = but(mondays, &["06-08", "06-15", "06-22", "06-29", "07-06"], &[]);
    let always: &[(&str, &str)] = &[("00:00", "24:00")];
    let weekdays = WEEK[..6].iter().fold(Schedule::new("UTC"), |schedule, day| schedule.weekly(day, always));
    let no_sunday_off = but(weekdays, &["05-31", "06-07", "06-14", "06-21", "06-28", "07-05"], always);
    let tickets = Tickets::On { max: None, auto_assign: true };
    let open = Policy { hours: Some(no_sunday_off), tickets, ..Policy::default() };
    let begin = at("2026-06-01T18:00:00Z");

    let (mut engine, mut decisions) = (Engine::new(Limits::default()), Vec::new());
    engine.handle(at("2026-05-31T18:00:00Z"), &Event::group(back, open), &mut decisions).expect("sensible");
    for event in [
        Event::group(support, Policy::default()),
        Event::agent(AgentSettings { hours: Some(mondays), ..AgentSettings::new(ana, 1, [support]) }),
        Event::agent(AgentSettings::new(ben, 1, [back])),
        Event::status(ana, Status::Online),
        Event::request(ticket, back),
    ] {
        engine.handle(begin, &event, &mut decisions).expect("sensible");
    }
    decisions.clear();

    // On Sunday, July 12, the back office closes; on the Monday after Ana's shift begins, and she is online already.
    let closes = at("2026-07-12T00:00:00Z");
    let mut looks = Vec::new();
    while let Some(next) = engine.next_deadline().filter(|next| next.at < closes) {
        engine.tick(next.at, &mut decisions).expect("not back");
        looks.push((next.kind, next.at));
    }
    // Both look again at the end of each fortnight from 1970 on; of one instant the first kind is told.
    let ends = ["2026-06-04T00:00:00Z", "2026-06-18T00:00:00Z"];
    assert_eq!(looks, ends.map(|end| (DeadlineKind::ShiftEnd, at(end))), "it looked for both, and not too far");
    assert_eq!(decisions, [], "nothing came of it");
    engine.handle(engine.now(), &Event::status(ben, Status::Online), &mut decisions).expect("sensible");
    let taken = Action::Assign { chat: ticket, agent: ben, source: Source::Ticket };
    assert!(decisions.iter().any(|decision| decision.action == taken), "{decisions:?}");

    decisions.clear();
    engine.tick(at("2026-07-13T17:00:00Z"), &mut decisions).expect("not back");
    let to = Status::Offline;
    let ends = Decision {
        at: at("2026-07-13T17:00:00Z"),
        action: Action::Status { agent: ana, from: Status::Online, to },
        reason: Reason::ShiftEnded,
    };
    let statuses = decisions.iter().filter(|decision| matches!(decision.action, Action::Status { .. }));
    assert_eq!(statuses.collect::<Vec<_>>(), [&ends]);
}

/// Hours that will never begin again set no deadline; whether they will is asked once more at the end of the fortnight,
/// so that it does not matter when one asks.
#[test]
fn hours_that_end_for_good() {
    let at = |text: &str| -> Timestamp { text.parse().expect("an instant") };
    let (group, once) = (GroupId::from(1u64), Schedule::new("UTC").exception("2026-06-05", &[("09:00", "17:00")]));
    let policy = Policy { hours: Some(once), ..Policy::default() };
    let (mut engine, mut decisions) = (Engine::new(Limits::default()), Vec::new());
    let mut next = |engine: &mut Engine, at: Timestamp| {
        engine.tick(at, &mut decisions).expect("not back");
        let restored = Engine::restore(&engine.snapshot(), Limits::default()).expect("sound");
        assert_eq!(restored.next_deadline(), engine.next_deadline(), "restored at {at}");
        engine.next_deadline().map(|next| next.at)
    };
    engine.handle(at("2026-05-20T09:00:00Z"), &Event::group(group, policy), &mut Vec::new()).expect("sensible");
    let opens = "2026-06-05T09:00:00Z";
    let ends = "2026-06-18T00:00:00Z";
    assert_eq!(next(&mut engine, at("2026-05-20T09:00:00Z")), Some(at("2026-05-21T00:00:00Z")), "too far to see");
    assert_eq!(next(&mut engine, at("2026-05-21T00:00:00Z")), Some(at(opens)), "in the fortnight after this one");
    assert_eq!(next(&mut engine, at(opens)), Some(at("2026-06-05T17:00:00Z")));
    assert_eq!(next(&mut engine, at("2026-06-05T17:00:00Z")), Some(at(ends)));
    assert_eq!(next(&mut engine, at(ends)), None);
}

/// Jumps, and goes the same way day by day.
fn jump(agents: usize, days: i64) {
    let world = World::new(agents);
    let end = after(world.start, days);
    let (mut jumped, mut decisions) = world.engine();
    let set_up = decisions.len();
    let (mut daily, mut of_the_day) = world.engine();
    assert_eq!(daily.next_deadline(), world.oracle().first_deadline(), "the first of them all");

    let clock = Instant::now();
    jumped.tick(end, &mut decisions).expect("not back");
    let took = clock.elapsed();
    jumped.check().expect("sound");
    assert!(jumped.next_deadline().is_none_or(|next| next.at > end), "something due did not fire");

    let (edges, expected) = compare(&world, end, &decisions[set_up..]);
    assert_eq!(expected, decisions.len() - set_up, "decisions that nothing explains");
    println!(
        "{agents} agents, {days} days: {edges} edges, {expected} decisions of {} bytes in {:.2} s, {:.2} µs an edge",
        size_of::<Decision>(),
        took.as_secs_f64(),
        took.as_secs_f64() * 1e6 / edges.max(1) as f64
    );

    let mut done = set_up;
    of_the_day.clear();
    for day in 1..=days {
        daily.tick(after(world.start, day), &mut of_the_day).expect("not back");
        let same = decisions.get(done..done + of_the_day.len()) == Some(&of_the_day[..]);
        assert!(same, "day {day} by itself is not what it is in the jump");
        done += of_the_day.len();
        of_the_day.clear();
    }
    assert_eq!(done, decisions.len(), "the jump has decided more");
    assert_eq!(jumped.next_deadline(), daily.next_deadline());
}

/// Compares the decisions with what the calendars say, instant by instant; the number of edges, and of decisions.
fn compare(world: &World, end: Timestamp, decisions: &[Decision]) -> (usize, usize) {
    let mut oracle = world.oracle();
    let mut expected = Vec::new();
    let mut seen = 0;
    while oracle.instant(end, &mut expected) {
        let got = &decisions[seen..decisions.len().min(seen + expected.len())];
        assert_eq!(got, expected, "after {seen} decisions");
        seen += expected.len();
        expected.clear();
    }
    (oracle.edges, seen)
}

fn after(start: Timestamp, days: i64) -> Timestamp {
    Timestamp::from_micros(start.as_micros() + days * DAY * 1_000_000)
}

/// Groups and agents, with their hours compiled.
struct World {
    start: Timestamp,
    groups: Vec<(GroupId, Option<Schedule>)>,
    agents: Vec<AgentSettings>,
}

impl World {
    fn new(agents: usize) -> Self {
        let group = |number: usize| GroupId::from(number as u64 + 1);
        let groups = (0..GROUPS).map(|number| (group(number), (number % 3 > 0).then(|| schedule(number * 7))));
        let agent = |number: usize| AgentSettings {
            hours: Some(schedule(number)),
            strict_hours: number.is_multiple_of(4),
            shift_notices: true,
            ..AgentSettings::new(
                AgentId::from(number as u64 + 1),
                1,
                [group(number % GROUPS), group((number * 5 + 1) % GROUPS)],
            )
        };
        let start = "2026-01-01T00:00:00Z".parse().expect("an instant");
        Self { start, groups: groups.collect(), agents: (0..agents).map(agent).collect() }
    }

    /// The engine with all of it, and the decisions of setting it up.
    fn engine(&self) -> (Engine, Vec<Decision>) {
        let (mut engine, mut decisions) = (Engine::new(Limits::default()), Vec::new());
        let groups = self.groups.iter().map(|(group, hours)| {
            let policy = Policy { hours: hours.clone(), ..Policy::default() };
            Event::group(*group, policy)
        });
        for event in groups.chain(self.agents.iter().cloned().map(Event::agent)) {
            engine.handle(self.start, &event, &mut decisions).expect("sensible");
        }
        (engine, decisions)
    }

    fn oracle(&self) -> Oracle<'_> {
        let compile = |hours: &Schedule| Calendar::compile(hours, &Zones::new()).expect("a schedule");
        let mut oracle = Oracle {
            world: self,
            calendars: self.agents.iter().map(|agent| agent.hours.as_ref().map(compile)).collect(),
            openings: self.groups.iter().map(|(_, hours)| hours.as_ref().map(compile)).collect(),
            due: BinaryHeap::new(),
            online: vec![false; self.agents.len()],
            there: vec![0; GROUPS],
            open: Vec::new(),
            live: vec![false; GROUPS],
            edges: 0,
        };
        let is_open = |calendar: &Option<Calendar>| calendar.as_ref().is_none_or(|hours| hours.is_open(self.start));
        oracle.open = oracle.openings.iter().map(is_open).collect();
        (0..self.agents.len()).for_each(|agent| oracle.plan_agent(agent, self.start));
        (0..GROUPS).for_each(|group| oracle.plan_group(group, self.start));
        oracle
    }
}

/// Hours of several kinds in several zones, with dated exceptions.
fn schedule(number: usize) -> Schedule {
    let zone = ZONES[number % ZONES.len()];
    let minute = |hour: usize| format!("{hour:02}:{:02}", number % 4 * 15);
    let week = |days: &[&str], windows: &[(&str, &str)]| {
        days.iter().fold(Schedule::new(zone), |schedule, day| schedule.weekly(day, windows))
    };
    let (eight, noon, one, five, ten) = (minute(8), minute(12), minute(13), minute(17), minute(22));
    match (number + number / ZONES.len()) % 5 {
        // Office hours with a lunch break; Christmas off, a short day before.
        0 => (2026..2036).fold(week(&WEEK[..5], &[(&eight, &noon), (&one, &five)]), |schedule, year| {
            let short = [("09:00", "12:00")];
            schedule.exception(&format!("{year}-12-24"), &short).exception(&format!("{year}-12-25"), &[])
        }),
        // Nights, which run into the next day and over every change of the clocks.
        1 => week(&["fri", "sat", "sun", "mon"], &[(&ten, "06:30")]),
        // Windows that touch over midnight are one.
        2 => week(&WEEK, &[("00:00", "02:30"), (&one, "24:00")]),
        // Mornings around the hours that are skipped and repeated.
        3 => week(&WEEK, &[("01:45", "02:15"), ("03:00", "07:00")]),
        // Never, but for one day a year.
        _ => (2026..2036).fold(Schedule::new(zone), |schedule, year| {
            schedule.exception(&format!("{year}-06-01"), &[(&eight, &five)])
        }),
    }
}

/// What must come out: the edges of all calendars in the order (instant, kind, registration), the statuses and notices
/// that each brings, and after each instant the widgets.
struct Oracle<'a> {
    world: &'a World,
    calendars: Vec<Option<Calendar>>,
    openings: Vec<Option<Calendar>>,
    due: BinaryHeap<Reverse<(Timestamp, usize, usize)>>,
    online: Vec<bool>,
    there: Vec<u32>,
    open: Vec<bool>,
    live: Vec<bool>,
    edges: usize,
}

impl Oracle<'_> {
    fn plan_agent(&mut self, agent: usize, after: Timestamp) {
        let Some(next) = self.calendars[agent].as_ref().and_then(|hours| hours.next_change(after)) else { return };
        let kind = if next.open { SHIFT_START } else { SHIFT_END };
        self.due.push(Reverse((next.at, kind, agent)));
    }

    fn plan_group(&mut self, group: usize, after: Timestamp) {
        if let Some(next) = self.openings[group].as_ref().and_then(|hours| hours.next_change(after)) {
            self.due.push(Reverse((next.at, GROUP_HOURS, group)));
        }
    }

    /// The engine may look again before an edge that is far away; here one is always near.
    fn first_deadline(&self) -> Option<Deadline> {
        self.due.peek().map(|&Reverse((at, kind, _))| Deadline { at, kind: KINDS[kind] })
    }

    /// Adds what the next instant decides, unless it lies beyond the end.
    fn instant(&mut self, end: Timestamp, expected: &mut Vec<Decision>) -> bool {
        let Some(&Reverse((at, _, _))) = self.due.peek().filter(|Reverse((at, _, _))| *at <= end) else { return false };
        while let Some(&Reverse((_, kind, who))) = self.due.peek().filter(|Reverse((next, _, _))| *next == at) {
            self.due.pop();
            if kind == GROUP_HOURS {
                self.open[who] = !self.open[who];
                self.plan_group(who, at);
            } else {
                self.edge(at, who, kind == SHIFT_START, expected);
                self.plan_agent(who, at);
            }
        }
        for group in 0..GROUPS {
            let live = self.open[group] && self.there[group] > 0;
            if live != self.live[group] {
                self.live[group] = live;
                let (mode, reason) = match (live, self.open[group]) {
                    (true, _) => (Mode::Live, Reason::AgentsAvailable),
                    (false, true) => (Mode::Hidden, Reason::NobodyThere),
                    (false, false) => (Mode::Hidden, Reason::OutsideHours),
                };
                let action = Action::Widget { group: self.world.groups[group].0, mode };
                expected.push(Decision { at, action, reason });
            }
        }
        true
    }

    fn edge(&mut self, at: Timestamp, who: usize, starts: bool, expected: &mut Vec<Decision>) {
        self.edges += 1;
        let AgentSettings { agent, ref groups, .. } = self.world.agents[who];
        let (from, to, about, reason) = if starts {
            (Status::Offline, Status::Online, About::ShiftStarted, Reason::ShiftStarted)
        } else {
            (Status::Online, Status::Offline, About::ShiftEnded, Reason::ShiftEnded)
        };
        // Whose hours had begun when they were set up stays offline till the next start.
        if self.online[who] != starts {
            self.online[who] = starts;
            let mut places: Vec<_> = groups.iter().map(|member| member.group).collect();
            places.dedup();
            for group in places {
                let group = self.world.groups.iter().position(|(id, _)| *id == group).expect("one of the groups");
                self.there[group] = if starts { self.there[group] + 1 } else { self.there[group] - 1 };
            }
            expected.push(Decision { at, action: Action::Status { agent, from, to }, reason });
        }
        expected.push(Decision { at, action: Action::Notify { agent, about, chat: None }, reason });
    }
}
