//! What is public besides the engine, with values from the ends: no panic, and what must hold of any value holds.

use super::values::{KINDS, Random};
use frontdesk::hours::{Calendar, MAX_OFFSET_S, Zones};
use frontdesk::rules::estimate::{Flow, wait};
use frontdesk::rules::presence::{Devices, Until, counts_until};
use frontdesk::rules::selection::Contender;
use frontdesk::rules::{admission, capacity::Limit, pace::paced_until, rank, selection, skills, tiers};
use frontdesk::{
    AgentId, AgentSettings, ChatId, Device, DeviceState, Estimate, Event, GroupId, MAX_DELAY, Pace, Policy, Presence,
    Queue, Skills, Strategy, Tickets, Timestamp,
};
use frontdesk_kit::size;
use frontdesk_lint::lint;
use std::time::Duration;

const COUNTS: [u32; 6] = [0, 1, 2, 65_535, u32::MAX - 1, u32::MAX];
const DELAYS: [Duration; 5] =
    [Duration::ZERO, Duration::from_nanos(1), Duration::from_millis(1), MAX_DELAY, Duration::MAX];

fn instants() -> [Timestamp; 6] {
    let near = |at: Timestamp, by: i64| Timestamp::from_micros(at.as_micros() + by);
    let (first, last) = (Timestamp::MIN, Timestamp::MAX);
    [first, near(first, 1), near(Timestamp::EPOCH, -1), Timestamp::EPOCH, near(last, -1), last]
}

#[test]
fn instants_stop_at_the_ends() {
    for number in [i64::MIN, i64::MIN + 1, -1, 0, 1, i64::MAX - 1, i64::MAX] {
        for instant in [Timestamp::from_micros(number), Timestamp::from_millis(number), Timestamp::from_secs(number)] {
            assert!(Timestamp::MIN <= instant && instant <= Timestamp::MAX);
            assert_eq!(instant.to_string().parse(), Ok(instant));
        }
    }
    for (instant, delay) in instants().into_iter().flat_map(|instant| DELAYS.map(|delay| (instant, delay))) {
        let later = instant.checked_add(delay);
        assert!(later.is_none_or(|later| later >= instant));
        assert!(later.is_none_or(|later| later.saturating_since(instant) <= delay), "what is finer is cut off");
        assert_eq!(instant.saturating_since(Timestamp::MAX), Duration::ZERO);
    }
    assert_eq!(Timestamp::MAX.checked_add(Duration::from_micros(1)), None);
}

/// One byte changed, left out or doubled: no panic, and what can be read has one spelling.
#[test]
fn texts_of_strangers() {
    let (instant, uuid) = ("2026-06-01T11:00:00.5+02:00", "67e55044-10b1-426f-9247-bb680e5fe0c8");
    let mut texts: Vec<String> =
        ["", " ", "+1", "-1", "007", "18446744073709551616", "é", "\0", "1 "].map(String::from).into();
    texts.extend(["9999-12-31T23:59:60Z", "-0001-01-01T00:00:00Z", "+10000-01-01T00:00:00Z"].map(String::from));
    for text in [instant, uuid] {
        for place in 0..text.len() {
            let (before, after) = (&text[..place], &text[place + 1..]);
            texts.extend(["", "0", "9", "-", "g", "é", "\u{1f600}"].map(|other| format!("{before}{other}{after}")));
            texts.push(format!("{before}{}{}", &text[place..=place], &text[place..]));
        }
    }
    let mut read = 0;
    for text in &texts {
        if let Ok(instant) = text.parse::<Timestamp>() {
            assert_eq!(instant.to_string().parse(), Ok(instant), "{text:?}");
            read += 1;
        }
        let ids = (text.parse::<AgentId>(), text.parse::<GroupId>(), text.parse::<ChatId>());
        if let (Ok(agent), Ok(group), Ok(chat)) = ids {
            assert!(agent.get() == group.get() && agent.get() == chat.get());
            assert_eq!(agent.to_string().parse(), Ok(agent), "{text:?}");
            read += 1;
        } else {
            assert!(ids.0.is_err() && ids.1.is_err() && ids.2.is_err(), "{text:?}");
        }
    }
    assert!(read > 20 && read < texts.len(), "{read} of {} can be read", texts.len());
}

#[test]
fn counts_at_the_ends() {
    let queues = COUNTS.into_iter().flat_map(|n| [Queue::Fixed(n), Queue::PerOnlineAgent(n)]);
    for queue in queues.chain([Queue::Off, Queue::Unlimited]) {
        for (there, waiting) in COUNTS.into_iter().flat_map(|there| COUNTS.map(|waiting| (there, waiting))) {
            let left = admission::places_left(queue, there, waiting);
            assert!(left <= admission::places(queue, there) || left.is_none());
            // With places for nobody the queue is full before it is off.
            assert_eq!(admission::queue_admits(queue, there, waiting).is_ok(), left != Some(0), "{queue:?} {there}");
        }
    }
    for (max, open) in COUNTS.into_iter().flat_map(|max| COUNTS.map(|open| (max, open))) {
        let tickets = Tickets::On { max: Some(max), auto_assign: true };
        assert_eq!(admission::tickets_left(true, tickets, open), Some(max.saturating_sub(open)));
        let limit = Limit { load: u64::from(open), most: Some(max) };
        assert_eq!(limit.has_room(), limit.fits(1));
    }
    assert!(!Limit { load: u64::MAX, most: Some(u32::MAX) }.fits(u32::MAX));
    assert!(Limit { load: u64::MAX, most: None }.fits(u32::MAX));
}

#[test]
fn orders_at_the_ends() {
    for strategy in Strategy::ALL {
        for (load, capacity) in [0, 1, u64::MAX].into_iter().flat_map(|load| COUNTS.map(|capacity| (load, capacity))) {
            let rank = |load| selection::rank(strategy, Contender { load, capacity, joined: u64::MAX });
            assert!(rank(load) <= rank(load.saturating_add(1)), "more load is never better: {strategy:?}");
        }
    }
    let worths = DELAYS.map(Some).into_iter().chain([None]);
    for (worth, at) in worths.flat_map(|worth| instants().map(|at| (worth, at))) {
        for priority in [0, 1, 254] {
            assert!(rank::rank(priority + 1, at, worth) <= rank::rank(priority, at, worth), "{worth:?} {at}");
        }
    }
    let many: Skills = (0..300).map(|n| (n.to_string(), 255)).collect();
    assert_eq!(skills::score(&many, &many), 300 * 255);
    assert_eq!(skills::lacks(&many, &Skills::new()), Some("0"));
    for tier in [0, 1, 254, 255] {
        assert_eq!(tiers::opens_after(tier, &[]), Duration::ZERO);
        assert!(tiers::opens_after(tier, &DELAYS) <= Duration::MAX);
    }
}

#[test]
fn delays_at_the_ends() {
    for (now, since) in instants().into_iter().flat_map(|now| instants().map(|since| (now, since))) {
        for delay in DELAYS {
            let mut devices = Devices::default();
            devices.seen(Device::Browser, DeviceState::Active, since);
            devices.seen(Device::Mobile, DeviceState::Background, since);
            let until = counts_until(&devices, Presence { mobile_grace: delay, browser_idle: delay });
            let end = since.checked_add(delay);
            assert_eq!(until, end.map_or(Until::Forever, Until::Instant));
            assert_eq!(until.covers(now), end.is_none_or(|end| now < end));
            for chats in COUNTS {
                let paced = paced_until([since; 3].into_iter(), Pace { chats, per: delay }, now);
                assert!(paced == Until::Never || (chats == 1 || chats == 2) && paced == until, "{chats} {paced:?}");
            }
            // A clock that runs backwards stands.
            let mut flow = Flow::default();
            flow.run(true, since);
            (0..20).for_each(|_| flow.take(now));
            let later = now.max(since);
            for position in COUNTS {
                if let Estimate::Between { low, high, .. } = wait(&flow, true, position, later) {
                    assert!(low <= high);
                }
            }
            assert!(Flow::restored(delay, vec![(since, delay); 5], now).is_none_or(|flow| flow.clock(now) == delay));
        }
    }
}

/// Wild schedules in wild zones, asked at the ends and around their own changes.
#[test]
fn hours_at_the_ends() {
    let mut asked = 0;
    for seed in 0..size::size(150, 5_000, 100_000) {
        let random = Random::new(size::seed() + seed);
        let mut zones = Zones::new();
        let table = random.table(random.pick(&instants()));
        let _ = zones.replace("Made/Up", &table);
        let schedule = random.schedule();
        let Ok(calendar) = Calendar::compile(&schedule, &zones) else { continue };
        let ends = instants().into_iter().chain(table.iter().map(|&(at, _)| at));
        for at in ends {
            // Three changes from each: each is after the one before, and turns what was.
            let mut now = at;
            for _ in 0..3 {
                let Some(change) = calendar.next_change(now) else { break };
                assert!(change.at > now && change.open != calendar.is_open(now), "{schedule:?} after {now}");
                assert_eq!(calendar.is_open(change.at), change.open, "{schedule:?} at {}", change.at);
                now = change.at;
                asked += 1;
            }
            let offset = zones.offset(&schedule.zone, at).expect("it was compiled with it");
            assert!(offset.abs() <= MAX_OFFSET_S);
        }
    }
    size::figure("hostile: hours", asked, "changes of wild schedules at the ends of time");
}

/// Settings that make no sense are told apart from those that do, without a panic.
#[test]
fn settings_at_the_ends() {
    for delay in DELAYS {
        let sensible = delay == Duration::from_millis(1) || delay == MAX_DELAY;
        let agent = |pace| AgentSettings {
            offline_after_no_reply: Some(delay),
            pace,
            ..AgentSettings::new(AgentId::new(u128::MAX), u32::MAX, [GroupId::DEFAULT; 9])
        };
        assert_eq!(agent(None).is_valid(), sensible, "{delay:?}");
        assert!(!agent(Some(Pace { chats: 0, per: delay })).is_valid());
        let policy = Policy { slow_answer: Some(delay), ..Policy::default() };
        assert_eq!(policy.check().is_ok(), sensible, "{delay:?}");
    }
}

/// The linter reads any log, also one that no engine would take.
#[test]
fn a_log_of_nonsense_is_linted() {
    let (logs, mut found) = (size::size(60, 3_000, 50_000), 0);
    for seed in size::seed()..size::seed() + logs {
        let random = Random::new(seed);
        let event = |at| (at, random.event(random.below(KINDS), at));
        let log: Vec<(Timestamp, Event)> = (0..60).map(|_| event(random.pick(&instants()))).collect();
        let findings = lint(log.iter().map(|(at, event)| (*at, event)));
        assert!(findings.iter().all(|finding| !finding.to_string().is_empty()));
        found += findings.len() as u64;
    }
    assert!(found > logs / 4, "{found} findings in {logs} logs");
}
