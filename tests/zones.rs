//! Zone data is an input: the table that a host gives for a zone (`zone_configured`), through the API. The rules by
//! example are the scenarios `zones-*`.

use frontdesk::hours::{Calendar, Change, MAX_OFFSET_S, TZDB_VERSION, Transition, Zones};
use frontdesk::{
    About, Action, AgentId, AgentSettings, ChatId, ChatRequest, Decision, Engine, Event, EventError, GroupId, Limits,
    Policy, Queue, Schedule, Status, Timestamp,
};

const VANCOUVER: &str = "America/Vancouver";
const DESK: GroupId = GroupId::new(1);
const ANA: AgentId = AgentId::new(1);
const BEN: AgentId = AgentId::new(2);
const HOUR: i32 = 3_600;

fn at(text: &str) -> Timestamp {
    text.parse().expect("an instant")
}

fn later(at: Timestamp, minutes: i64) -> Timestamp {
    Timestamp::from_micros(at.as_micros() + minutes * 60_000_000)
}

/// British Columbia stays on daylight time after the spring of 2026.
fn stays() -> Vec<Transition> {
    vec![(at("2026-03-08T10:00:00Z"), -7 * HOUR)]
}

fn given(zone: &str, transitions: &[Transition]) -> Event {
    Event::ZoneConfigured { zone: zone.into(), transitions: transitions.into() }
}

/// Two windows a day but on Sundays, one of them overnight.
fn hours(zone: &str) -> Schedule {
    let windows = [("09:00", "12:00"), ("20:00", "01:30")];
    ["mon", "tue", "wed", "thu", "fri", "sat"]
        .iter()
        .fold(Schedule::new(zone), |hours, day| hours.weekly(day, &windows))
}

/// A group with these hours, one agent whose edges they are, and one whom they bind, online by own choice.
fn desk(zone: &str) -> Vec<Event> {
    let policy = Policy { hours: Some(hours(zone)), queue: Queue::Unlimited, ..Policy::default() };
    let agent = |agent| AgentSettings { hours: Some(hours(zone)), ..AgentSettings::new(agent, 1, [DESK]) };
    vec![
        Event::group(DESK, policy),
        Event::agent(AgentSettings { shift_notices: true, ..agent(ANA) }),
        Event::agent(AgentSettings { strict_hours: true, ..agent(BEN) }),
        Event::status(BEN, Status::Online),
    ]
}

fn play(log: &[(Timestamp, Event)]) -> Vec<Decision> {
    let (mut engine, mut decisions) = (Engine::new(Limits::default()), Vec::new());
    for (at, event) in log {
        engine.handle(*at, event, &mut decisions).unwrap_or_else(|error| panic!("{at}: {event:?}: {error}"));
        engine.check().expect("sound");
    }
    decisions
}

/// A week of requests, with the host's table in the middle of its first day.
fn week(zone: &str, table: &[Transition]) -> Vec<(Timestamp, Event)> {
    let start = at("2026-11-30T12:00:00Z");
    let mut log: Vec<_> = desk(zone).into_iter().map(|event| (start, event)).collect();
    for number in 0..7 * 24 {
        let now = later(start, number * 60 + 17);
        let chat = ChatId::from(number.unsigned_abs());
        if number == 5 {
            log.push((now, given(zone, table)));
        }
        log.push((now, Event::ChatRequested(ChatRequest::new(chat, DESK))));
        log.push((later(now, 31), Event::Tick));
    }
    log
}

/// The one who stores decisions stores this with them: two builds with other tables may decide otherwise.
#[test]
fn the_compiled_table_is_named() {
    let (year, letter) = TZDB_VERSION.split_at(4);
    assert!(year.parse::<u16>().is_ok_and(|year| year >= 2025), "{TZDB_VERSION}");
    assert!(letter.len() == 1 && letter.bytes().all(|byte| byte.is_ascii_lowercase()), "{TZDB_VERSION}");
    let winter = at("2026-12-01T12:00:00Z");
    if TZDB_VERSION == "2025b" {
        // Why tables are an input: this one has Vancouver on standard time, an hour off.
        assert_eq!(Zones::new().offset(VANCOUVER, winter), Some(-8 * HOUR));
    }
    let mut zones = Zones::new();
    zones.replace(VANCOUVER, &stays()).expect("a table");
    assert_eq!(zones.offset(VANCOUVER, winter), Some(-7 * HOUR));
    assert_eq!(zones.offset(VANCOUVER, at("2026-03-08T09:59:59.999999Z")), Some(-8 * HOUR));
    assert_eq!(zones.replaced().collect::<Vec<_>>(), [(VANCOUVER, &stays()[..])]);
}

#[test]
fn a_replay_with_the_event_decides_the_same() {
    let log = week(VANCOUVER, &stays());
    let decided = play(&log);
    assert_eq!(play(&log), decided);
    // Without it, by the compiled table, it does not, if that is the one that is an hour off.
    let without: Vec<_> = log.into_iter().filter(|(_, event)| !matches!(event, Event::ZoneConfigured { .. })).collect();
    assert_eq!(play(&without) == decided, TZDB_VERSION != "2025b");
}

/// With a table for all times the decisions are those of a zone that no build knows: nothing compiled has a say.
#[test]
fn a_whole_table_decides_with_any_build() {
    let summers = [2025, 2026, 2027].into_iter().flat_map(|year| {
        [(at(&format!("{year}-03-09T10:00:00Z")), -7 * HOUR), (at(&format!("{year}-11-02T09:00:00Z")), -8 * HOUR)]
    });
    let table: Vec<_> = [(Timestamp::MIN, -8 * HOUR)].into_iter().chain(summers).collect();
    let log_of = |zone| {
        let start = (at("2026-11-30T12:00:00Z"), given(zone, &table));
        let middle = [(at("2026-01-01T00:00:00Z"), -9 * HOUR), (at("2026-12-03T07:00:00Z"), 3 * HOUR)];
        [start].into_iter().chain(week(zone, &middle)).collect::<Vec<_>>()
    };
    // Before its first transition a table that is given again leaves the answer to the compiled zone, or for want of
    // one to its first offset; here that is before the log begins.
    assert_eq!(play(&log_of(VANCOUVER)), play(&log_of("No/Such")));
}

/// What a table brings: open and within at once by its clocks, and from then on its edges, each once, none made up for.
#[test]
fn after_a_table_its_edges_come() {
    let tables = [
        stays(),
        vec![(at("2026-11-30T18:00:00Z"), -9 * HOUR)],
        vec![(at("2026-12-01T00:00:00Z"), 14 * HOUR), (at("2026-12-01T00:00:00.000001Z"), -12 * HOUR)],
        vec![(Timestamp::MIN, MAX_OFFSET_S), (at("2026-12-02T03:00:00Z"), -MAX_OFFSET_S)],
    ];
    let (start, end) = (at("2026-11-30T12:00:00Z"), at("2026-12-08T12:00:00Z"));
    for table in tables {
        let mut zones = Zones::new();
        let before = Calendar::compile(&hours(VANCOUVER), &zones).expect("a schedule");
        zones.replace(VANCOUVER, &table).expect("a table");
        let after = Calendar::compile(&hours(VANCOUVER), &zones).expect("a schedule");
        for arrives in (0..24 * 60).step_by(15).map(|minutes| later(start, minutes)) {
            let context = format!("{table:?} at {arrives}");
            let (mut engine, mut decisions) = (Engine::new(Limits::default()), Vec::new());
            let mut tell = |engine: &mut Engine, at, event: &Event| {
                engine.handle(at, event, &mut decisions).unwrap_or_else(|error| panic!("{context}: {error}"));
                engine.check().unwrap_or_else(|broken| panic!("{context}: {broken}"));
            };
            for event in desk(VANCOUVER) {
                tell(&mut engine, start, &event);
            }
            tell(&mut engine, arrives, &given(VANCOUVER, &table));
            let view = engine.group(DESK).expect("the desk");
            assert_eq!(view.open, after.is_open(arrives), "{context}");
            let online = |agent| engine.agent(agent).expect("known").status == Status::Online;
            let bound = online(BEN) && after.is_open(arrives);
            assert_eq!(view.there, u32::from(online(ANA)) + u32::from(bound), "{context}");
            tell(&mut engine, end, &Event::Tick);
            let edges = changes(&before, start, arrives).chain(changes(&after, arrives, end));
            assert_eq!(notices(&decisions), edges.collect::<Vec<_>>(), "{context}");
        }
    }
}

/// The changes after one instant, up to and including another.
fn changes(calendar: &Calendar, from: Timestamp, to: Timestamp) -> impl Iterator<Item = Change> {
    let next = move |at| calendar.next_change(at).filter(|change| change.at <= to);
    std::iter::successors(next(from), move |change| next(change.at))
}

/// The edges of which Ana was told.
fn notices(decisions: &[Decision]) -> Vec<Change> {
    let edge = |decision: &Decision| match decision.action {
        Action::Notify { agent: ANA, about: About::ShiftStarted, .. } => Some(Change { at: decision.at, open: true }),
        Action::Notify { agent: ANA, about: About::ShiftEnded, .. } => Some(Change { at: decision.at, open: false }),
        _ => None,
    };
    decisions.iter().filter_map(edge).collect()
}

/// Refused in the order of the contract: what makes no sense before what is too much.
#[test]
fn replaced_zones_are_bounded() {
    const MOST: usize = 1_024;
    let (mut engine, mut decisions) = (Engine::new(Limits::default()), Vec::new());
    let mut tell = |event: Event| engine.handle(Timestamp::EPOCH, &event, &mut decisions);
    for number in 0..MOST {
        assert_eq!(tell(given(&format!("Made/{number}"), &stays())), Ok(()), "{number}");
    }
    assert_eq!(tell(given("Made/Too", &stays())), Err(EventError::LimitReached));
    assert_eq!(tell(given("Made/Too", &[])), Err(EventError::InvalidSchedule));
    let hours = |zone| Event::group(DESK, Policy { hours: Some(hours(zone)), ..Policy::default() });
    assert_eq!(tell(hours("Made/Too")), Err(EventError::InvalidSchedule), "it did not come in all the same");
    // One of those there are may be replaced.
    assert_eq!(tell(given("Made/7", &[(Timestamp::EPOCH, 0)])), Ok(()));
    assert_eq!(tell(hours("Made/7")), Ok(()));
}

/// Nothing panics and nothing hangs at the ends of time and of offsets, and the engine says what its hours say.
#[test]
fn instants_and_offsets_at_their_ends() {
    let (first, last) = (Timestamp::MIN, Timestamp::MAX);
    let next = |at: Timestamp, micros| Timestamp::from_micros(at.as_micros() + micros);
    let offsets = [-MAX_OFFSET_S, -1, 0, 1, MAX_OFFSET_S];
    let mut tables = Vec::new();
    for offset in offsets {
        tables.extend([first, next(first, 1), Timestamp::EPOCH, next(last, -1), last].map(|at| vec![(at, offset)]));
        tables.push(vec![(first, offset), (last, -offset)]);
        // A clock that is set anew every microsecond, and one that is every hour.
        tables.push((0..1_000).map(|n| (Timestamp::from_micros(n), offset * i32::from(n % 2 == 0))).collect());
        tables.push((0..1_000).map(|n| (Timestamp::from_secs(n * 3_600), offset * i32::from(n % 2 == 0))).collect());
    }
    for zone in [VANCOUVER, "", "Made/Up", "\u{0}"] {
        for table in &tables {
            for arrives in [first, Timestamp::EPOCH, next(last, -90_000_000_000), last] {
                let (mut engine, mut decisions) = (Engine::new(Limits::default()), Vec::new());
                let events = [given(zone, &[(Timestamp::EPOCH, 0)])].into_iter().chain(desk(zone));
                for event in events.chain([given(zone, table)]) {
                    engine.handle(arrives, &event, &mut decisions).expect("sensible");
                }
                let mut zones = Zones::new();
                zones.replace(zone, table).expect("a table");
                let calendar = Calendar::compile(&hours(zone), &zones).expect("a schedule");
                let context = format!("{zone:?} {:?} at {arrives}", &table[..table.len().min(2)]);
                assert_eq!(engine.group(DESK).expect("the desk").open, calendar.is_open(arrives), "{context}");
                decisions.clear();
                let until = next(arrives, 200_000_000_000).min(last);
                engine.tick(until, &mut decisions).expect("not back");
                assert_eq!(notices(&decisions), changes(&calendar, arrives, until).collect::<Vec<_>>(), "{context}");
                engine.check().unwrap_or_else(|broken| panic!("{context}: {broken}"));
            }
        }
    }
}

/// A table that is refused changes nothing, wherever it comes in a day.
#[test]
fn refused_tables_change_nothing() {
    let start = at("2026-11-30T12:00:00Z");
    let early = at("2026-03-08T10:00:00Z");
    let refused = [
        vec![],
        vec![(early, 0), (early, 0)],
        vec![(early, 0), (later(early, -1), 0)],
        vec![(early, MAX_OFFSET_S + 1)],
        vec![(early, -MAX_OFFSET_S - 1)],
        vec![(early, 0), (later(early, 1), i32::MIN)],
        vec![(early, 0), (later(early, 1), i32::MAX)],
    ];
    for table in refused {
        let (mut engine, mut decisions) = (Engine::new(Limits::default()), Vec::new());
        for event in desk(VANCOUVER) {
            engine.handle(start, &event, &mut decisions).expect("sensible");
        }
        for minutes in (0..36 * 60).step_by(30) {
            let now = later(start, minutes);
            let mut ticked = (engine.clone(), decisions.clone());
            ticked.0.handle(now, &Event::Tick, &mut ticked.1).expect("not back");
            let result = engine.handle(now, &given(VANCOUVER, &table), &mut decisions);
            assert_eq!(result, Err(EventError::InvalidSchedule), "{table:?}");
            assert_eq!(decisions, ticked.1, "{table:?} at {now}");
            assert_eq!(format!("{engine:?}"), format!("{:?}", ticked.0), "{table:?} at {now}");
        }
    }
}
