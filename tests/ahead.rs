//! What is foretold: until when an obstacle stands, the soonest instant at which a chat is taken, the estimate of a
//! wait.
//!
//! Each forecast is checked against what then comes to pass when nothing but time does.

use frontdesk::{
    Action, AgentId, AgentSettings, ChatId, ChatRequest, Decision, Device, DeviceState, Engine, Estimate, Event,
    GroupId, Hold, Limits, Obstacle, Pace, Policy, Queue, Relaxation, Schedule, Skills, Status, Target, Tickets,
    Timestamp, WhyUnknown,
};
use std::time::Duration;

const GROUP: GroupId = GroupId::new(1);
const ANA: AgentId = AgentId::new(1);
const BEN: AgentId = AgentId::new(2);

/// A Monday, 08:00 in Paris.
const START: i64 = 1_780_293_600;

fn at(second: i64) -> Timestamp {
    Timestamp::from_secs(START + second)
}

fn secs(seconds: u64) -> Duration {
    Duration::from_secs(seconds)
}

fn chat(number: u64) -> ChatId {
    ChatId::from(number)
}

fn request(number: u64) -> ChatRequest {
    ChatRequest::new(chat(number), GROUP)
}

fn skills(level: u8) -> Skills {
    Skills::from([("fr".into(), level)])
}

fn nine_to_six() -> Schedule {
    Schedule::new("Europe/Paris").weekly("mon", &[("09:00", "18:00")])
}

fn waiting_room() -> Policy {
    Policy { queue: Queue::Unlimited, ..Policy::default() }
}

fn agent(id: AgentId) -> AgentSettings {
    AgentSettings::new(id, 1, [GROUP])
}

/// An engine and what it decided.
struct Desk {
    engine: Engine,
    decisions: Vec<Decision>,
}

impl Desk {
    fn new(policy: Policy, agents: &[AgentSettings]) -> Self {
        let mut desk = Self { engine: Engine::new(Limits::default()), decisions: Vec::new() };
        desk.tell(0, Event::group(GROUP, policy));
        for settings in agents {
            desk.tell(0, Event::agent(settings.clone()));
            desk.tell(0, Event::status(settings.agent, Status::Online));
        }
        desk
    }

    fn tell(&mut self, second: i64, event: Event) {
        self.engine.handle(at(second), &event, &mut self.decisions).expect("a sensible event");
    }

    fn request(&mut self, second: i64, number: u64) {
        self.tell(second, Event::ChatRequested(request(number)));
    }

    /// A chat that Ana accepts.
    fn talk(&mut self, second: i64, number: u64) {
        self.request(second, number);
        self.tell(second, Event::ChatAccepted { chat: chat(number), agent: ANA });
    }

    fn close(&mut self, second: i64, number: u64) {
        self.tell(second, Event::ChatClosed { chat: chat(number), agent: None });
    }

    fn obstacles(&self, number: u64, agent: AgentId) -> Vec<Obstacle> {
        let why = self.engine.explain(chat(number)).expect("a live chat");
        why.candidates.into_iter().find(|candidate| candidate.agent == agent).expect("a member").obstacles
    }

    /// When the chat is taken if nothing happens, for a day.
    fn comes_to_pass(&self, number: u64) -> Option<Timestamp> {
        let mut engine = self.engine.clone();
        let mut decisions = Vec::new();
        let tomorrow = Timestamp::from_micros(engine.now().as_micros() + 86_400_000_000);
        engine.tick(tomorrow, &mut decisions).expect("time goes on");
        let taken =
            |decision: &&Decision| matches!(decision.action, Action::Assign { chat: c, .. } if c == chat(number));
        decisions.iter().find(taken).map(|decision| decision.at)
    }

    /// That the chat is taken at this second, and that this is foretold.
    fn taken_at(&self, number: u64, second: i64) {
        assert_eq!(self.comes_to_pass(number), Some(at(second)));
        assert_eq!(self.engine.soonest(chat(number)), Some(at(second)));
    }
}

fn when(second: i64) -> Option<Timestamp> {
    Some(at(second))
}

#[test]
fn hours_begin() {
    let with_hours = AgentSettings { hours: Some(nine_to_six()), ..agent(ANA) };
    for (status, obstacle) in [
        (Status::Offline, Obstacle::Offline { until: when(3_600) }),
        (Status::Away, Obstacle::Away { until: when(3_600) }),
        (Status::Invisible, Obstacle::Invisible { until: when(3_600) }),
    ] {
        // Ben is there and busy, so that the visitor may wait.
        let mut desk = Desk::new(waiting_room(), &[with_hours.clone(), agent(BEN)]);
        desk.tell(0, Event::status(ANA, status));
        desk.request(0, 1);
        desk.request(0, 2);
        assert_eq!(desk.obstacles(2, ANA), [obstacle]);
        desk.taken_at(2, 3_600);
        desk.tell(0, Event::LeaveChanged { agent: ANA, on_leave: true });
        let status = desk.obstacles(2, ANA).remove(0);
        let endless =
            [Obstacle::Offline { until: None }, Obstacle::Away { until: None }, Obstacle::Invisible { until: None }];
        assert!(endless.contains(&status), "{status:?}");
        assert_eq!(desk.engine.soonest(chat(2)), None);
        assert_eq!(desk.comes_to_pass(2), None);
    }
}

#[test]
fn strict_hours_begin() {
    let strict = AgentSettings { hours: Some(nine_to_six()), strict_hours: true, ..agent(ANA) };
    let mut desk = Desk::new(waiting_room(), &[strict, agent(BEN)]);
    desk.request(0, 1);
    desk.request(0, 2);
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::OutsideStrictHours { until: when(3_600) }]);
    desk.taken_at(2, 3_600);
}

#[test]
fn hours_that_never_begin_again() {
    let once = Schedule::new("Europe/Paris").exception("2026-05-31", &[("09:00", "18:00")]);
    let past = AgentSettings { hours: Some(once), strict_hours: true, ..agent(ANA) };
    let mut desk = Desk::new(waiting_room(), &[past, agent(BEN)]);
    desk.request(0, 1);
    desk.request(0, 2);
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::OutsideStrictHours { until: None }]);
    assert_eq!(desk.engine.soonest(chat(2)), None);
}

#[test]
fn wrap_ups_end() {
    let roomy = AgentSettings { capacity: 3, ..agent(ANA) };
    let policy = Policy { wrap_up: Some(secs(30)), ..waiting_room() };
    let mut desk = Desk::new(policy.clone(), std::slice::from_ref(&roomy));
    (1..=3).for_each(|number| desk.talk(0, number));
    desk.request(5, 4);
    assert_eq!(desk.obstacles(4, ANA), [Obstacle::Full { until: None }]);
    assert_eq!(desk.engine.soonest(chat(4)), None);
    desk.close(10, 1);
    assert_eq!(desk.obstacles(4, ANA), [Obstacle::Full { until: when(40) }]);
    desk.taken_at(4, 40);

    // A large one needs two wrap-ups to end; the small one behind it takes the room of the first.
    desk.tell(11, Event::VisitorLeft { chat: chat(4) });
    desk.tell(12, Event::ChatRequested(ChatRequest { cost: 2, ..request(5) }));
    desk.close(20, 2);
    assert_eq!(desk.obstacles(5, ANA), [Obstacle::Full { until: when(50) }]);
    desk.taken_at(5, 50);
    desk.request(21, 6);
    assert_eq!(desk.obstacles(5, ANA), [Obstacle::Full { until: when(50) }], "of the agent alone");
    assert_eq!((desk.engine.soonest(chat(5)), desk.comes_to_pass(5)), (None, None), "the small one was in front");
    desk.taken_at(6, 40);

    let mut desk = Desk::new(policy, &[roomy]);
    desk.talk(0, 1);
    desk.tell(0, Event::ChatRequested(ChatRequest { cost: 3, ..request(2) }));
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::DoesNotFit { until: None }]);
    desk.close(10, 1);
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::DoesNotFit { until: when(40) }]);
    desk.taken_at(2, 40);
}

#[test]
fn a_group_limit_ends_with_wrap_ups_of_that_group() {
    let roomy = AgentSettings { capacity: 9, ..agent(ANA) };
    let policy = Policy { wrap_up: Some(secs(30)), per_agent: Some(1), ..waiting_room() };
    let mut desk = Desk::new(policy, &[roomy]);
    desk.talk(0, 1);
    desk.request(0, 2);
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::GroupLimit { until: None }]);
    desk.close(10, 1);
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::GroupLimit { until: when(40) }]);
    desk.taken_at(2, 40);
}

#[test]
fn a_cool_down_ends() {
    let mut desk = Desk::new(waiting_room(), &[agent(ANA)]);
    desk.request(0, 1);
    desk.tell(10, Event::ChatDeclined { chat: chat(1), agent: ANA });
    assert_eq!(desk.obstacles(1, ANA), [Obstacle::CoolingDown { until: at(70) }]);
    desk.taken_at(1, 70);
}

#[test]
fn needs_relax() {
    let mut desk = Desk::new(waiting_room(), &[AgentSettings { skills: skills(2), ..agent(ANA) }]);
    let relax = vec![
        Relaxation { after: secs(20), needs: skills(3) },
        Relaxation { after: secs(40), needs: skills(2) },
        Relaxation { after: secs(60), needs: Skills::new() },
    ];
    desk.tell(0, Event::ChatRequested(ChatRequest { needs: skills(9), relax, ..request(1) }));
    let until = when(40);
    assert_eq!(desk.obstacles(1, ANA), [Obstacle::LacksSkill { skill: "fr".into(), until }]);
    desk.taken_at(1, 40);
    desk.tell(0, Event::ChatRequested(ChatRequest { needs: skills(9), ..request(2) }));
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::LacksSkill { skill: "fr".into(), until: None }]);
    assert_eq!(desk.engine.soonest(chat(2)), None);
}

#[test]
fn a_tier_opens_a_pace_is_over_a_hold_ends() {
    let second_tier = AgentSettings::new(ANA, 1, [(GROUP, 1u8)]);
    let mut desk = Desk::new(Policy { tier_opens: vec![secs(30)], ..waiting_room() }, &[second_tier]);
    desk.request(5, 1);
    assert_eq!(desk.obstacles(1, ANA), [Obstacle::TierClosed { until: at(35) }]);
    desk.taken_at(1, 35);

    let pace = Some(Pace { chats: 1, per: secs(60) });
    let mut desk = Desk::new(waiting_room(), &[AgentSettings { capacity: 5, pace, ..agent(ANA) }]);
    desk.request(5, 1);
    desk.request(6, 2);
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::Paced { until: at(65) }]);
    desk.taken_at(2, 65);

    let mut desk = Desk::new(waiting_room(), &[agent(ANA), agent(BEN)]);
    desk.tell(0, Event::ChatRequested(ChatRequest { agent: Some(ANA), ..request(1) }));
    desk.tell(5, Event::ChatRequested(ChatRequest { agent: Some(ANA), agent_wait: secs(20), ..request(2) }));
    assert_eq!(desk.obstacles(2, BEN), [Obstacle::HeldForAgent { until: at(25) }]);
    desk.taken_at(2, 25);
}

#[test]
fn a_slow_chat_finds_a_helper() {
    let helper = AgentSettings { answers_when_invisible: true, ..agent(ANA) };
    let mut desk = Desk::new(waiting_room(), &[helper, agent(BEN)]);
    desk.tell(0, Event::status(ANA, Status::Invisible));
    desk.request(0, 1);
    desk.request(5, 2);
    // Ben has not accepted the first: it goes to Ana when it is slow, and that gives him room for the second.
    desk.taken_at(2, 30);
    desk.tell(5, Event::ChatAccepted { chat: chat(1), agent: BEN });
    assert_eq!(desk.obstacles(2, ANA), [Obstacle::Invisible { until: when(35) }]);
    desk.taken_at(2, 35);
}

#[test]
fn a_ticket_waits_for_the_opening() {
    let tickets = Tickets::On { max: None, auto_assign: true };
    let desk = |policy| {
        let mut desk = Desk::new(Policy { tickets, ..policy }, &[agent(ANA)]);
        desk.request(0, 1);
        desk
    };
    let closed = desk(Policy { hours: Some(nine_to_six()), ..waiting_room() });
    assert_eq!(closed.engine.explain(chat(1)).unwrap().hold, Some(Hold::GroupClosed { until: when(3_600) }));
    closed.taken_at(1, 3_600);
    let for_ever = desk(Policy { hours: Some(Schedule::new("Europe/Paris")), ..waiting_room() });
    assert_eq!(for_ever.engine.explain(chat(1)).unwrap().hold, Some(Hold::GroupClosed { until: None }));
    assert_eq!(for_ever.engine.soonest(chat(1)), None);
}

#[test]
fn nothing_is_foretold_of_a_chat_that_does_not_wait() {
    let hours = AgentSettings { hours: Some(nine_to_six()), ..agent(ANA) };
    let policy = Policy { longest_wait: Some(secs(60)), ..waiting_room() };
    let mut desk = Desk::new(policy, &[hours, agent(BEN)]);
    desk.tell(0, Event::status(ANA, Status::Offline));
    desk.request(0, 1);
    desk.request(0, 2);
    assert_eq!(desk.engine.soonest(chat(1)), None, "Ben has it");
    assert_eq!(desk.engine.soonest(chat(2)), None, "it is missed after a minute, and Ana comes after an hour");
    assert_eq!(desk.engine.soonest(chat(3)), None, "nobody knows it");
    assert_eq!(desk.engine.estimate(chat(1)), None);
}

/// Nobody ever has the skill, and shifts begin and end for ever: the search ends all the same.
#[test]
fn the_search_is_bounded() {
    let hours = AgentSettings { hours: Some(nine_to_six()), ..agent(ANA) };
    let mut desk = Desk::new(waiting_room(), &[hours, agent(BEN)]);
    desk.tell(0, Event::ChatRequested(ChatRequest { needs: skills(9), ..request(1) }));
    assert_eq!(desk.engine.soonest(chat(1)), None);
}

/// Takes by every way from the queue to an agent, and what is none.
#[test]
fn what_an_estimate_counts() {
    let mut desk = Desk::new(waiting_room(), &[agent(ANA), agent(BEN)]);
    let takes = |desk: &mut Desk, second| {
        desk.request(second, 99);
        let seen = match desk.engine.estimate(chat(99)) {
            Some(Estimate::Between { basis, .. }) => basis.takes,
            Some(Estimate::Unknown(WhyUnknown::TooLittleSeen)) => 0,
            other => panic!("{other:?}"),
        };
        desk.close(second, 99);
        seen
    };
    // Given at once: never queued.
    desk.request(0, 1);
    desk.request(0, 2);
    (3..=12).for_each(|number| desk.request(0, number));
    // One a minute, as the first one ends: five takes, four spacings.
    for number in 1..=5 {
        assert_eq!(takes(&mut desk, number * 60), 0);
        desk.close(number * 60, number as u64);
    }
    assert_eq!(takes(&mut desk, 301), 4);
    desk.tell(310, Event::ChatJoined { chat: chat(9), agent: ANA });
    assert_eq!(takes(&mut desk, 310), 5, "claimed");
    desk.tell(320, Event::ChatTransferred { chat: chat(10), to: Target::Agent(BEN) });
    assert_eq!(takes(&mut desk, 320), 6, "handed to an agent");
    desk.close(330, 11);
    assert_eq!(takes(&mut desk, 330), 6, "gave up");
    desk.tell(340, Event::ChatTransferred { chat: chat(12), to: Target::Group(GROUP) });
    assert_eq!(takes(&mut desk, 340), 6, "moved to a queue");
}

#[test]
fn an_estimate_needs_somebody_there_and_its_clock_too() {
    let mut desk = Desk::new(waiting_room(), &[agent(ANA)]);
    (0..=8).for_each(|number| desk.request(0, number));
    (0..6).for_each(|number| desk.close(60 * (number as i64 + 1), number));
    let over = |desk: &Desk| match desk.engine.estimate(chat(8)) {
        Some(Estimate::Between { basis, .. }) => (basis.position, basis.takes, basis.over.as_secs()),
        other => panic!("{other:?}"),
    };
    assert_eq!(over(&desk), (2, 5, 300));
    desk.tell(400, Event::DeviceSeen { agent: ANA, device: Device::Desktop, state: DeviceState::Active });
    assert_eq!(over(&desk), (2, 5, 340), "the longer nobody is taken, the slower");
    desk.tell(400, Event::status(ANA, Status::Offline));
    assert_eq!(desk.engine.estimate(chat(8)), Some(Estimate::Unknown(WhyUnknown::NobodyThere)));
    desk.tell(1_000, Event::status(ANA, Status::Away));
    let position = desk.engine.position(chat(8)).unwrap();
    assert_eq!(over(&desk), (position, 5, 340), "it stood while nobody was there");
    desk.tell(5_000, Event::Tick);
    assert_eq!(desk.engine.estimate(chat(8)), Some(Estimate::Unknown(WhyUnknown::TooLittleSeen)), "long ago");
}
