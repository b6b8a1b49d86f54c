//! Planned worlds at the ends: of time, of numbers, and of what everything else hangs on.

use super::probe::Probe;
use frontdesk::{
    Action, AfterLongestWait, AgentId, AgentSettings, Availability, ChatId, ChatRequest, Device, DeviceState, Event,
    EventError, GroupId, Limits, MAX_DELAY, Mode, Pace, Policy, Presence, Query, Queue, Relaxation, Schedule, Skills,
    Status, Strategy, Target, Tickets, Timestamp, WhenAgentLeaves,
};
use std::time::Duration;

const GROUP: GroupId = GroupId::new(1);
const OTHER: GroupId = GroupId::new(2);
const ANA: AgentId = AgentId::new(1);
const BEN: AgentId = AgentId::new(2);
const LAST: i64 = Timestamp::MAX.as_micros();

fn at(micros: i64) -> Timestamp {
    Timestamp::from_micros(micros)
}

fn chat(id: u128) -> ChatId {
    ChatId::new(id)
}

fn agent(id: AgentId, capacity: u32) -> AgentSettings {
    AgentSettings::new(id, capacity, [GROUP])
}

/// Every delay is this long.
fn delayed(by: Duration) -> Policy {
    Policy {
        queue: Queue::Unlimited,
        tickets: Tickets::On { max: None, auto_assign: true },
        availability: Availability::Presence(Presence { mobile_grace: by, browser_idle: by }),
        accept_within: Some(by),
        reoffer_after: by,
        slow_answer: Some(by),
        orphan_after: Some(by),
        tier_opens: vec![by],
        longest_wait: Some(by),
        after_longest_wait: AfterLongestWait::Miss,
        wrap_up: Some(by),
        ..Policy::default()
    }
}

/// Everything that can run, runs: one of each kind of deadline but those of hours.
fn everything_runs(probe: &mut Probe, now: Timestamp, by: Duration) {
    let pace = Some(Pace { chats: 3, per: by });
    let settings = AgentSettings { pace, offline_after_no_reply: Some(by), ..agent(ANA, 4) };
    let skills = Skills::from([("french".to_owned(), 1)]);
    let relaxing = ChatRequest {
        needs: skills.clone(),
        relax: vec![Relaxation { after: by, needs: skills }],
        ..ChatRequest::new(chat(4), GROUP)
    };
    let waiting = ChatRequest { agent: Some(ANA), agent_wait: by, cost: 2, ..ChatRequest::new(chat(5), GROUP) };
    let large = ChatRequest { chat: chat(6), agent_wait: Duration::ZERO, ..waiting.clone() };
    let (device, state) = (Device::Browser, DeviceState::Active);
    for event in [
        Event::group(GROUP, delayed(by)),
        Event::agent(settings),
        Event::status(ANA, Status::Online),
        Event::DeviceSeen { agent: ANA, device, state },
        Event::request(chat(0), GROUP),
        Event::ChatDeclined { chat: chat(0), agent: ANA },
        Event::request(chat(1), GROUP),
        Event::ChatAccepted { chat: chat(1), agent: ANA },
        Event::ChatClosed { chat: chat(1), agent: None },
        Event::request(chat(2), GROUP),
        Event::ChatRequested(relaxing),
        Event::agent(agent(BEN, 1)),
        Event::status(BEN, Status::Online),
        Event::status(BEN, Status::Invisible),
        Event::ChatRequested(large),
        Event::ChatRequested(waiting),
        Event::VisitorMessage { chat: chat(2) },
    ] {
        probe.tell(now, &event).unwrap_or_else(|error| panic!("{event:?}: {error}"));
    }
}

/// A delay that would end beyond the last instant never does; one that ends with it does.
#[test]
fn of_time() {
    for by in [MAX_DELAY, Duration::from_millis(1)] {
        let length = by.as_micros() as i64;
        let mut probe = Probe::new(Limits::default());
        everything_runs(&mut probe, at(LAST - length + 1), by);
        assert_eq!(probe.engine.next_deadline(), None, "all of it is beyond");
        assert_eq!(probe.tell(Timestamp::MAX, &Event::Tick), Ok(Vec::new()));
        let waiting = probe.engine.group(GROUP).map(|view| view.waiting);
        assert!(waiting.is_some_and(|waiting| waiting > 0), "and they wait for ever");
        let obstacles = probe.engine.explain(chat(0)).expect("it is live").candidates;
        assert!(!obstacles.is_empty());

        let mut probe = Probe::new(Limits::default());
        everything_runs(&mut probe, at(LAST - length), by);
        assert_eq!(probe.engine.next_deadline().map(|next| next.at), Some(Timestamp::MAX));
        let fired = probe.tell(Timestamp::MAX, &Event::Tick).expect("a tick");
        assert!(fired.iter().all(|decision| decision.at == Timestamp::MAX) && fired.len() > 3, "{fired:?}");
        // There is no later instant, and this one goes on.
        assert_eq!(probe.tell(at(LAST - 1), &Event::Tick), Err(EventError::TimeWentBack));
        assert!(probe.tell(Timestamp::MAX, &Event::request(chat(9), GROUP)).is_ok());
    }
}

/// The whole of time in one step: what was due in the year 0 fires there.
#[test]
fn from_the_first_instant_to_the_last() {
    let mut probe = Probe::new(Limits::default());
    everything_runs(&mut probe, Timestamp::MIN, MAX_DELAY);
    let due = Timestamp::MIN.checked_add(MAX_DELAY).expect("ten years later");
    assert_eq!(probe.engine.next_deadline().map(|next| next.at), Some(due));
    let fired = probe.tell(Timestamp::MAX, &Event::Tick).expect("a tick");
    assert!(fired.first().is_some_and(|first| first.at == due));
    assert_eq!(probe.engine.group(GROUP).map(|view| view.waiting), Some(0));
    assert_eq!(probe.engine.now(), Timestamp::MAX);
}

/// Hours at the ends of the calendar: the last opening there is, and none after it.
#[test]
fn of_the_calendar() {
    let hours = Schedule::new("Pacific/Kiritimati")
        .exception("0000-01-01", &[("23:00", "24:00")])
        .exception("9999-12-31", &[("00:00", "24:00")]);
    let mut probe = Probe::new(Limits::default());
    let policy = Policy { hours: Some(hours.clone()), ..delayed(MAX_DELAY) };
    let settings = AgentSettings { hours: Some(hours), strict_hours: true, ..agent(ANA, 1) };
    for event in [Event::group(GROUP, policy), Event::agent(settings), Event::status(ANA, Status::Online)] {
        probe.tell(Timestamp::MIN, &event).expect("an event that makes sense");
    }
    let decided = probe.tell(Timestamp::MAX, &Event::Tick).expect("a tick");
    let opens = |mode| decided.iter().filter(|d| d.action == Action::Widget { group: GROUP, mode }).count();
    assert_eq!(opens(Mode::Live), 2, "each of the two days, whole or in part: {decided:?}");
    assert_eq!(probe.engine.next_deadline(), None);
}

/// Loads beyond 32 bits, places beyond them too, priorities at both ends.
#[test]
fn of_numbers() {
    let mut probe = Probe::new(Limits::default());
    let now = Timestamp::EPOCH;
    let policy = Policy {
        queue: Queue::PerOnlineAgent(u32::MAX),
        strategy: Strategy::MostAvailable,
        per_agent: Some(u32::MAX),
        ..Policy::default()
    };
    let settings = [agent(ANA, u32::MAX), agent(BEN, u32::MAX - 1)];
    let setup = Event::WorkspaceConfigured {
        offline_chats: true,
        default_policy: Box::new(policy.clone()),
        level_worth: Some(MAX_DELAY),
    };
    probe.tell(now, &setup).expect("a workspace");
    probe.tell(now, &Event::group(GROUP, policy)).expect("a group");
    for settings in settings {
        let id = settings.agent;
        probe.tell(now, &Event::agent(settings)).expect("an agent");
        probe.tell(now, &Event::status(id, Status::Online)).expect("their status");
    }
    let places = probe.engine.group(GROUP).and_then(|view| view.places_left);
    assert_eq!(places, Some(2 * u64::from(u32::MAX)));
    // 65,538 of the largest would not fit into 32 bits: a hundred do, and hundreds of thousands by hand.
    for id in 0..100 {
        let request = ChatRequest { cost: 65_535, priority: 255, ..ChatRequest::new(chat(id), GROUP) };
        probe.tell(now, &Event::ChatRequested(request)).expect("a request");
    }
    let loads = [ANA, BEN].map(|id| probe.engine.agent(id).expect("they are there").load);
    assert_eq!(loads, [50 * 65_535; 2], "they take turns");
    for cost in [0, 65_536, u32::MAX] {
        let request = ChatRequest { cost, ..ChatRequest::new(chat(999), GROUP) };
        assert_eq!(probe.tell(now, &Event::ChatRequested(request)), Err(EventError::InvalidChat));
    }
}

/// Everything refers to one agent; then they are dismissed, and somebody new has their id.
#[test]
fn of_an_agent() {
    for when_agent_leaves in [WhenAgentLeaves::Keep, WhenAgentLeaves::ReturnUnanswered] {
        let mut probe = Probe::new(Limits::default());
        let (now, by) = (Timestamp::EPOCH, Duration::from_secs(60));
        everything_runs(&mut probe, now, by);
        let policy = Policy { when_agent_leaves, ..delayed(by) };
        for event in [
            Event::group(GROUP, policy),
            Event::ChatAccepted { chat: chat(2), agent: ANA },
            Event::ChatParked { chat: chat(2) },
            Event::ChatTransferred { chat: chat(4), to: Target::Agent(BEN) },
            Event::ChatJoined { chat: chat(4), agent: ANA },
        ] {
            probe.tell(now, &event).unwrap_or_else(|error| panic!("{event:?}: {error}"));
        }
        let before = probe.engine.agent(ANA).expect("she is there");
        assert_eq!((before.wrapping_up, before.load), (1, 3), "the parked one costs nothing");
        assert_eq!(probe.engine.chat(chat(5)).and_then(|view| view.agent), None, "it waits for her, and does not fit");
        assert_eq!(probe.engine.chat(chat(4)).map(|view| view.participants), Some(vec![ANA]));
        let gone = probe.tell(now, &Event::AgentRemoved { agent: ANA }).expect("she is known");
        let names = |action: &Action| action.name() != "withdraw" && format!("{action:?}").contains("AgentId(1)");
        assert!(!gone.iter().any(|decision| names(&decision.action)), "{gone:?}");
        assert_eq!(probe.engine.chat(chat(4)).map(|view| view.participants), Some(Vec::new()));
        assert_eq!(probe.ask(now, &Query::Agent(ANA)), Err(EventError::UnknownAgent));
        // Somebody new: no cool-down, no pace, no hold is theirs.
        probe.tell(now, &Event::agent(agent(ANA, 9))).expect("somebody new");
        assert_eq!(probe.engine.agent(ANA).map(|view| (view.status, view.load)), Some((Status::Offline, 0)));
        probe.tell(now, &Event::status(ANA, Status::Online)).expect("their status");
        let theirs = |id| probe.engine.chat(chat(id)).and_then(|view| view.agent);
        // One that she declined, one that was parked, one that waited for her, one that was hers.
        assert_eq!([0, 2, 5, 6].map(theirs), [Some(ANA); 4]);
    }
}

/// Two groups lead to each other's place in turn; each goes while chats are on their way through it.
#[test]
fn of_a_group() {
    for into in [None, Some(OTHER)] {
        let mut probe = Probe::new(Limits::default());
        let (now, by) = (Timestamp::EPOCH, Duration::from_secs(60));
        probe.tell(now, &Event::group(OTHER, delayed(by))).expect("a group");
        everything_runs(&mut probe, now, by);
        let leads = Policy { after_longest_wait: AfterLongestWait::Group(OTHER), ..delayed(by) };
        probe.tell(now, &Event::group(GROUP, leads.clone())).expect("no circle");
        let back = Policy { after_longest_wait: AfterLongestWait::Group(GROUP), ..delayed(by) };
        assert_eq!(probe.tell(now, &Event::group(OTHER, back.clone())), Err(EventError::InvalidPolicy));
        let removed = probe.tell(now, &Event::GroupRemoved { group: GROUP, into }).expect("it is known");
        let missed = removed.iter().filter(|decision| decision.action.name() == "miss").count();
        assert_eq!(missed > 0, into.is_none(), "{removed:?}");
        // A group of the same id is another one; what led to the old one leads nowhere.
        probe.tell(now, &Event::group(GROUP, delayed(by))).expect("somebody new");
        assert_eq!(probe.engine.group(GROUP).map(|view| (view.waiting, view.there)), Some((0, 0)));
        probe.tell(now, &Event::group(OTHER, back)).expect("and no circle");
        let later = now.checked_add(10 * by).expect("soon");
        probe.tell(later, &Event::Tick).expect("a tick");
    }
}

/// The id of the Default group, before there is one and after, in every kind.
#[test]
fn of_ids() {
    let now = Timestamp::EPOCH;
    let mut probe = Probe::new(Limits::default());
    let (agent, chat) = (AgentId::new(u128::MAX), ChatId::new(u128::MAX));
    let default = GroupId::DEFAULT;
    let configured = Event::group(default, Policy::default());
    let removed = Event::GroupRemoved { group: default, into: None };
    for event in [&configured, &removed] {
        assert_eq!(probe.tell(now, event), Err(EventError::UnknownGroup));
    }
    let member = Event::agent(AgentSettings::new(agent, 1, [default]));
    assert_eq!(probe.tell(now, &member), Err(EventError::UnknownGroup));
    let default_policy = Box::new(delayed(MAX_DELAY));
    let workspace = Event::WorkspaceConfigured { offline_chats: true, default_policy, level_worth: None };
    let request = Event::ChatRequested(ChatRequest { group: None, ..ChatRequest::new(chat, default) });
    for event in [&workspace, &member, &Event::status(agent, Status::Online), &request] {
        probe.tell(now, event).unwrap_or_else(|error| panic!("{event:?}: {error}"));
    }
    for event in [&configured, &removed] {
        assert_eq!(probe.tell(now, event), Err(EventError::UnknownGroup));
    }
    let view = probe.engine.chat(chat).expect("it is live");
    assert_eq!((view.group, view.agent), (Some(default), Some(agent)));
}
