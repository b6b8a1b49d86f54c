//! Each finding, found and not found.

use frontdesk::{
    AfterLongestWait, AgentId, AgentSettings, BacklogFirst, ChatId, ChatRequest, Event, GroupId, Policy, Queue,
    Relaxation, Schedule, Skills, Strategy, Tickets, Timestamp, WhenFull, WhenNobody,
};
use frontdesk_lint::{Finding, Overflow, Setup};
use std::time::Duration;

const ONE: GroupId = GroupId::new(1);
const TWO: GroupId = GroupId::new(2);
const ANA: AgentId = AgentId::new(1);
const BEN: AgentId = AgentId::new(2);

fn found(events: impl IntoIterator<Item = Event>) -> Vec<Finding> {
    let mut setup = Setup::new();
    for event in events {
        setup.note(noon(), &event);
    }
    setup.findings()
}

fn noon() -> Timestamp {
    "2026-06-01T12:00:00Z".parse().unwrap()
}

fn secs(secs: u64) -> Duration {
    Duration::from_secs(secs)
}

fn skills(list: &[(&str, u8)]) -> Skills {
    list.iter().map(|&(name, level)| (name.into(), level)).collect()
}

fn agent(agent: AgentId, capacity: u32, group: GroupId) -> Event {
    Event::agent(AgentSettings::new(agent, capacity, [group]))
}

fn skilled(agent: AgentId, group: GroupId, list: &[(&str, u8)]) -> Event {
    Event::agent(AgentSettings { skills: skills(list), ..AgentSettings::new(agent, 1, [group]) })
}

fn in_tier(agent: AgentId, tier: u8) -> Event {
    Event::agent(AgentSettings::new(agent, 1, [(ONE, tier)]))
}

fn plain(group: GroupId) -> Event {
    Event::group(group, Policy::default())
}

fn needing(list: &[(&str, u8)]) -> ChatRequest {
    ChatRequest { needs: skills(list), ..ChatRequest::new(ChatId::new(1), ONE) }
}

/// The group with this policy and one member with capacity 3: what is found is found in the policy.
fn of_policy(policy: Policy) -> Vec<Finding> {
    found([plain(TWO), agent(BEN, 3, TWO), Event::group(ONE, policy), agent(ANA, 3, ONE)])
}

fn names(findings: &[Finding]) -> Vec<std::string::String> {
    findings.iter().map(ToString::to_string).collect()
}

#[test]
fn nothing_is_wrong_with_little() {
    assert_eq!(found([]), []);
    assert_eq!(found([plain(ONE), agent(ANA, 1, ONE)]), []);
    for policy in [Policy::default(), Policy::iadvize(), Policy::brevo(), Policy::yellow(), Policy::bitrix24()] {
        assert_eq!(of_policy(policy), []);
    }
}

#[test]
fn members() {
    let policy = Policy { strategy: Strategy::RoundRobin, ..Policy::default() };
    let lonely = Finding::NoMembers { group: ONE, strategy: Strategy::RoundRobin };
    assert_eq!(found([Event::group(ONE, policy)]), [lonely]);
    assert_eq!(found([plain(ONE), agent(ANA, 0, ONE)]), [Finding::NoCapacity { group: ONE }]);
    assert_eq!(found([plain(ONE), agent(ANA, 0, ONE), agent(BEN, 1, ONE)]), []);

    let removed = [plain(ONE), agent(ANA, 1, ONE), Event::AgentRemoved { agent: ANA }];
    assert_eq!(found(removed).len(), 1);
}

#[test]
fn an_agent_without_a_group() {
    let alone = AgentSettings::new(ANA, 1, Vec::<GroupId>::new());
    assert_eq!(found([Event::agent(alone.clone())]), [Finding::NoGroup { agent: ANA }]);
    assert_eq!(found([Event::agent(AgentSettings { capacity: 0, ..alone.clone() })]), []);
    // Everybody belongs to the Default group.
    assert_eq!(found([Event::agent(alone), workspace(Policy::default(), true)]), []);

    let gone = Event::GroupRemoved { group: ONE, into: None };
    assert_eq!(found([plain(ONE), agent(ANA, 1, ONE), gone]), [Finding::NoGroup { agent: ANA }]);
}

fn workspace(policy: Policy, offline_chats: bool) -> Event {
    Event::WorkspaceConfigured { offline_chats, default_policy: policy.into(), level_worth: None }
}

#[test]
fn hours() {
    let opens = |hours| of_policy(Policy { hours: Some(hours), ..Policy::default() });
    let never = [Finding::NeverOpens { group: ONE }];
    assert_eq!(opens(Schedule::new("Europe/Paris")), never);
    assert_eq!(opens(Schedule::new("Europe/Paris").exception("2026-05-31", &[("09:00", "17:00")])), never);
    assert_eq!(opens(Schedule::new("Europe/Paris").exception("2026-06-02", &[("09:00", "17:00")])), []);
    assert_eq!(opens(Schedule::new("Europe/Paris").weekly("mon", &[("09:00", "17:00")])), []);
    // It is open now, and closes for good tonight.
    assert_eq!(opens(Schedule::new("Europe/Paris").exception("2026-06-01", &[("09:00", "17:00")])), []);
}

#[test]
fn hours_of_agents() {
    let works = |strict, hours| {
        let settings = AgentSettings { hours, strict_hours: strict, ..AgentSettings::new(ANA, 1, [ONE]) };
        found([plain(ONE), Event::agent(settings)])
    };
    let never = || Some(Schedule::new("UTC"));
    assert_eq!(works(true, never()), [Finding::ShiftsOver { agent: ANA, strict: true }]);
    assert_eq!(works(false, never()), [Finding::ShiftsOver { agent: ANA, strict: false }]);
    assert_eq!(works(true, None), [Finding::StrictWithoutHours { agent: ANA }]);
    assert_eq!(works(true, Some(Schedule::new("UTC").weekly("tue", &[("09:00", "17:00")]))), []);
    assert_eq!(works(false, None), []);
}

#[test]
fn a_given_zone_counts() {
    let hours = Schedule::new("Mars/Base").weekly("mon", &[("09:00", "17:00")]);
    let policy = || Event::group(ONE, Policy { hours: Some(hours.clone()), ..Policy::default() });
    let zone = Event::ZoneConfigured { zone: "Mars/Base".into(), transitions: vec![(Timestamp::EPOCH, 3_600)] };
    assert_eq!(found([policy(), agent(ANA, 1, ONE)]), [], "an unknown zone: the events are refused");
    assert_eq!(found([zone, policy(), agent(ANA, 1, ONE)]), []);
}

#[test]
fn overflow_to_nobody() {
    let policy = || Policy {
        queue: Queue::Fixed(1),
        when_full: WhenFull::Group(TWO),
        when_nobody: WhenNobody::Group(TWO),
        longest_wait: Some(secs(60)),
        after_longest_wait: AfterLongestWait::Group(TWO),
        ..Policy::default()
    };
    let to = |by| Finding::OverflowToNobody { group: ONE, by, to: TWO };
    let all = [to(Overflow::WhenFull), to(Overflow::WhenNobody), to(Overflow::AfterLongestWait)];

    let lonely = found([plain(TWO), Event::group(ONE, policy()), agent(ANA, 1, ONE)]);
    assert_eq!(lonely[0], Finding::NoMembers { group: TWO, strategy: Strategy::LongestIdle });
    assert_eq!(lonely[1..], all);
    let idle = found([plain(TWO), agent(BEN, 0, TWO), Event::group(ONE, policy()), agent(ANA, 1, ONE)]);
    assert_eq!(idle[1..], all);
    assert_eq!(of_policy(policy()), []);
}

#[test]
fn overflow_to_a_group_that_is_gone() {
    let policy = || Policy { when_nobody: WhenNobody::Group(TWO), ..Policy::default() };
    let gone = Event::GroupRemoved { group: TWO, into: None };
    let events = || [plain(TWO), Event::group(ONE, policy()), agent(ANA, 1, ONE), gone.clone()];
    let to = [Finding::OverflowToRemoved { group: ONE, by: Overflow::WhenNobody, to: TWO }];
    assert_eq!(found(events()), to);
    // A group that comes under the same id is another one, until the policy is configured anew.
    let again = || events().into_iter().chain([plain(TWO), agent(BEN, 1, TWO)]);
    assert_eq!(found(again()), to);
    assert_eq!(found(again().chain([Event::group(ONE, policy())])), []);
}

#[test]
fn a_queue_that_is_never_full() {
    let full = |queue| of_policy(Policy { queue, when_full: WhenFull::Group(TWO), ..Policy::default() });
    assert_eq!(full(Queue::Unlimited), [Finding::NeverFull { group: ONE }]);
    assert_eq!(full(Queue::Off), []);
    assert_eq!(full(Queue::PerOnlineAgent(1)), []);
}

#[test]
fn tiers_and_members() {
    let group = |opens: &[u64]| {
        let tier_opens = opens.iter().map(|&opens| secs(opens)).collect();
        Event::group(ONE, Policy { tier_opens, ..Policy::default() })
    };
    assert_eq!(found([group(&[30]), in_tier(ANA, 0), in_tier(BEN, 1)]), []);
    assert_eq!(found([group(&[]), in_tier(ANA, 7)]), []);

    let nobody = Finding::NobodyInTierZero { group: ONE, opens: secs(30) };
    assert_eq!(found([group(&[30]), in_tier(ANA, 1)]), [nobody]);
    assert_eq!(found([group(&[0]), in_tier(ANA, 1)]), [], "tier 1 is open at once");

    let empty = |tiers: &[u32]| Finding::EmptyTiers { group: ONE, tiers: tiers.into() };
    assert_eq!(found([group(&[30, 60, 90]), in_tier(ANA, 0), in_tier(BEN, 2)]), [empty(&[1, 3])]);
    let beyond = Finding::TierBeyond { group: ONE, tier: 5, last: 2 };
    assert_eq!(found([group(&[30, 60]), in_tier(ANA, 0), in_tier(BEN, 5)]), [empty(&[1]), beyond]);
}

#[test]
fn tiers_of_a_default_policy() {
    let policy = Policy { tier_opens: vec![secs(30)], ..Policy::default() };
    let inherits = Event::GroupConfigured { group: ONE, policy: None };
    assert_eq!(found([workspace(policy.clone(), true), inherits.clone(), in_tier(ANA, 0), in_tier(BEN, 1)]), []);
    let nobody = Finding::NobodyInTierZero { group: ONE, opens: secs(30) };
    assert_eq!(found([workspace(policy, true), inherits, in_tier(BEN, 1)]), [nobody]);
}

#[test]
fn a_tier_after_the_longest_wait() {
    let waits = |longest: u64| {
        let policy = Policy {
            tier_opens: vec![secs(60)],
            longest_wait: Some(secs(longest)),
            after_longest_wait: AfterLongestWait::Miss,
            ..Policy::default()
        };
        found([Event::group(ONE, policy), in_tier(ANA, 0), in_tier(BEN, 1)])
    };
    let late = Finding::TierTooLate { group: ONE, tier: 1, opens: secs(60), longest_wait: secs(59) };
    assert_eq!(waits(59), [late]);
    assert_eq!(waits(60), [], "at one instant tiers open first");
}

#[test]
fn times_beyond_the_longest_wait() {
    let waits = Policy {
        queue: Queue::Unlimited,
        longest_wait: Some(secs(60)),
        after_longest_wait: AfterLongestWait::Miss,
        ..Policy::default()
    };
    let accept = |accept| of_policy(Policy { accept_within: Some(secs(accept)), ..waits.clone() });
    let too_long = Finding::AcceptanceTooLong { group: ONE, accept_within: secs(61), longest_wait: secs(60) };
    assert_eq!((accept(61), accept(60)), (vec![too_long], vec![]));

    let orphan = |orphan| of_policy(Policy { orphan_after: Some(secs(orphan)), ..waits.clone() });
    let too_late = Finding::OrphansTooLate { group: ONE, orphan_after: secs(61), longest_wait: secs(60) };
    assert_eq!((orphan(61), orphan(60)), (vec![too_late], vec![]));

    let endless = Policy { longest_wait: None, ..waits.clone() };
    assert_eq!(of_policy(endless), [Finding::NoLongestWait { group: ONE }]);
    assert_eq!(of_policy(waits), []);
}

#[test]
fn what_follows_the_longest_wait() {
    let ticket = |tickets| of_policy(Policy { longest_wait: Some(secs(60)), tickets, ..Policy::default() });
    let on = |max| Tickets::On { max, auto_assign: false };
    let none = [Finding::NoTicketAfterWait { group: ONE }];
    assert_eq!(ticket(Tickets::Off), none);
    assert_eq!(ticket(on(Some(0))), none);
    assert_eq!(ticket(on(Some(1))), []);
    assert_eq!(ticket(on(None)), []);
}

#[test]
fn tickets() {
    let first = |tickets| of_policy(Policy { backlog_first: BacklogFirst::Tickets, tickets, ..Policy::default() });
    let on = |auto_assign| Tickets::On { max: None, auto_assign };
    let none = [Finding::NoTicketsToPrefer { group: ONE }];
    assert_eq!(first(Tickets::Off), none);
    assert_eq!(first(on(false)), none);
    assert_eq!(first(on(true)), []);

    let switched = |offline_chats, policy| {
        let inherits = Event::GroupConfigured { group: ONE, policy: None };
        found([workspace(policy, offline_chats), inherits, agent(ANA, 1, ONE)])
    };
    // Told of the Default group, and not of each that uses its policy.
    assert_eq!(switched(false, Policy::yellow()), [Finding::TicketsSwitchedOff { group: GroupId::DEFAULT }]);
    assert_eq!(switched(true, Policy::yellow()), []);
    assert_eq!(switched(false, Policy::iadvize()), []);
}

#[test]
fn a_limit_that_binds_nobody() {
    let limit = |per_agent| of_policy(Policy { per_agent: Some(per_agent), ..Policy::default() });
    assert_eq!(limit(4), [Finding::PerAgentTooHigh { group: ONE, per_agent: 4, most: 3 }]);
    assert_eq!(limit(3), []);
}

#[test]
fn skills_that_are_needed() {
    let asks = |needs: &[(&str, u8)]| {
        let ana = skilled(ANA, ONE, &[("fr", 2), ("en", 1)]);
        let ben = skilled(BEN, ONE, &[("law", 5)]);
        found([plain(ONE), ana, ben, Event::ChatRequested(needing(needs))])
            .into_iter()
            .filter(|finding| !matches!(finding, Finding::UnneededSkill { .. }))
            .collect::<Vec<_>>()
    };
    let missing = |skill: &str, level, best| Finding::MissingSkill { group: ONE, skill: skill.into(), level, best };
    assert_eq!(asks(&[("fr", 2), ("en", 1)]), []);
    assert_eq!(asks(&[("de", 1)]), [missing("de", 1, None)]);
    assert_eq!(asks(&[("fr", 3), ("de", 1)]), [missing("de", 1, None), missing("fr", 3, Some(2))]);
    let together = Finding::NeedsTogether { group: ONE, needs: skills(&[("fr", 1), ("law", 1)]) };
    assert_eq!(asks(&[("fr", 1), ("law", 1)]), [together]);
}

#[test]
fn who_can_be_reached_counts() {
    let policy = Policy { when_full: WhenFull::Group(TWO), ..Policy::default() };
    let leads = |policy| {
        let events = [plain(TWO), Event::group(ONE, policy), agent(ANA, 1, ONE), skilled(BEN, TWO, &[("fr", 1)])];
        found(events.into_iter().chain([Event::ChatRequested(needing(&[("fr", 1)]))]))
    };
    assert_eq!(leads(policy), []);
    let missing = Finding::MissingSkill { group: ONE, skill: "fr".into(), level: 1, best: None };
    assert_eq!(leads(Policy::default()), [missing]);
}

#[test]
fn steps_ask_too_and_may_come_too_late() {
    let asks = |longest: u64, after_longest_wait, tickets| {
        let policy = Policy { longest_wait: Some(secs(longest)), after_longest_wait, tickets, ..Policy::default() };
        let relax = vec![
            Relaxation { after: secs(30), needs: skills(&[("fr", 1)]) },
            Relaxation { after: secs(90), needs: skills(&[("it", 1)]) },
        ];
        let request = ChatRequest { relax, ..needing(&[("fr", 2)]) };
        found([Event::group(ONE, policy), skilled(ANA, ONE, &[("fr", 2)]), Event::ChatRequested(request)])
    };
    let missing = Finding::MissingSkill { group: ONE, skill: "it".into(), level: 1, best: None };
    let late = Finding::RelaxationTooLate { group: ONE, after: secs(90), longest_wait: secs(60) };
    let on = Tickets::On { max: None, auto_assign: true };
    assert_eq!(asks(60, AfterLongestWait::Miss, on), [missing.clone(), late]);
    let only_missing = [missing];
    assert_eq!(asks(90, AfterLongestWait::Miss, on), only_missing);
    assert_eq!(asks(60, AfterLongestWait::Ticket, on), only_missing);
}

#[test]
fn a_cost_that_fits_nobody() {
    let costs = |cost, per_agent| {
        let policy = Policy { per_agent, ..Policy::default() };
        let request = ChatRequest { cost, ..needing(&[]) };
        found([Event::group(ONE, policy), agent(ANA, 3, ONE), Event::ChatRequested(request)])
    };
    assert_eq!(costs(4, None), [Finding::CostTooHigh { group: ONE, cost: 4, most: 3 }]);
    assert_eq!(costs(3, Some(2)), [Finding::CostTooHigh { group: ONE, cost: 3, most: 2 }]);
    assert_eq!(costs(3, None), []);
}

#[test]
fn skills_that_nothing_needs() {
    let spare = || [plain(ONE), skilled(ANA, ONE, &[("fr", 1), ("it", 1)]), skilled(BEN, ONE, &[("it", 3)])];
    let asked = |needs: &[(&str, u8)]| found(spare().into_iter().chain([Event::ChatRequested(needing(needs))]));
    let unneeded = |skill: &str, agents| Finding::UnneededSkill { skill: skill.into(), agents };
    assert_eq!(asked(&[]), [unneeded("fr", 1), unneeded("it", 2)]);
    assert_eq!(asked(&[("fr", 1)]), [unneeded("it", 2)]);
    assert_eq!(found(spare()), [], "without requests nothing is known of needs");
}

#[test]
fn what_the_engine_refuses_is_left_out() {
    let group = |id, to| Event::group(id, Policy { when_full: WhenFull::Group(to), ..Policy::default() });
    let circle = [plain(TWO), group(ONE, TWO), group(TWO, ONE), agent(ANA, 1, ONE), agent(BEN, 1, TWO)];
    assert_eq!(found(circle), []);
    assert_eq!(found([group(ONE, ONE), group(ONE, TWO), group(GroupId::DEFAULT, ONE)]), []);
    assert_eq!(found([Event::group(ONE, Policy { per_agent: Some(0), ..Policy::default() })]), []);
    assert_eq!(found([agent(ANA, 0, ONE), agent(ANA, 1, ONE)]), [], "no such group");

    let inherits = |group| Event::GroupConfigured { group, policy: None };
    let home = workspace(Policy { when_full: WhenFull::Group(ONE), ..Policy::default() }, false);
    let events = [inherits(ONE), home, agent(ANA, 1, ONE), Event::ChatRequested(needing(&[("fr", 0)]))];
    assert_eq!(found(events), [], "a default policy that leads to who uses it");

    let worth =
        |level_worth| Event::WorkspaceConfigured { offline_chats: true, default_policy: Box::default(), level_worth };
    assert_eq!(found([worth(Some(secs(0)))]), []);
    let default = GroupId::DEFAULT;
    let lonely = Finding::NoMembers { group: default, strategy: Strategy::LongestIdle };
    assert_eq!(found([worth(Some(secs(1)))]), [lonely]);
}

/// Of two entries for a group the first counts, and in the Default group everyone is tier 0 `[F3]`.
#[test]
fn tiers_that_do_not_count() {
    let tiers = || Policy { tier_opens: vec![secs(30)], ..Policy::default() };
    let ana = |groups: [(GroupId, u8); 2]| Event::agent(AgentSettings::new(ANA, 1, groups));
    let twice = |first, second| found([Event::group(ONE, tiers()), ana([(ONE, first), (ONE, second)])]);
    assert_eq!(twice(1, 0), [Finding::NobodyInTierZero { group: ONE, opens: secs(30) }]);
    assert_eq!(twice(0, 1), [Finding::EmptyTiers { group: ONE, tiers: vec![1] }]);
    assert_eq!(found([workspace(tiers(), true), plain(ONE), ana([(GroupId::DEFAULT, 7), (ONE, 0)])]), []);
}

#[test]
fn time_that_goes_back_is_left_out() {
    let mut setup = Setup::new();
    setup.note(noon(), &Event::Tick);
    setup.note(Timestamp::EPOCH, &plain(ONE));
    assert_eq!(setup.findings(), []);
}

#[test]
fn groups_first_then_agents_then_skills() {
    let ana = AgentSettings { strict_hours: true, ..AgentSettings::new(ANA, 1, [TWO]) };
    let ben = AgentSettings { skills: skills(&[("it", 1)]), ..AgentSettings::new(BEN, 1, [TWO]) };
    let request = Event::request(ChatId::new(1), TWO);
    let events = [plain(TWO), plain(ONE), Event::agent(ben), Event::agent(ana), request];
    assert_eq!(
        names(&found(events)),
        [
            "group 1 has no members: longest_idle has nobody to choose from",
            "strict_hours of agent 1 has no effect without hours",
            "no request in the log needs \"it\", which 1 agent has",
        ]
    );
}
