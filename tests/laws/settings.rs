//! Random settings: policies, schedules, agents. Few values, so that they meet: the same delays everywhere make
//! deadlines of one instant, small capacities and queues make full ones.

use crate::kinds::Mood;
use frontdesk::{
    AfterLongestWait, AgentId, AgentSettings, Availability, BacklogFirst, ChatId, ChatRequest, GroupId, Membership,
    Pace, Policy, Presence, Queue, Relaxation, Schedule, Skills, Strategy, Tickets, WhenAbsent, WhenAgentLeaves,
    WhenFull, WhenNobody, WhenResumedFull,
};
use frontdesk_kit::rng::Rng;
use std::time::Duration;

/// Milliseconds, from the smallest delay there is to the longest that is allowed.
const DELAYS: [u64; 10] =
    [1, 1_000, 1_000, 5_000, 30_000, 30_000, 60_000, 3_600_000, 86_400_000, 3_652 * 24 * 3_600_000];

/// Zones, and a time shortly before something happens there.
const PLACES: [(&str, &str); 16] = [
    ("UTC", "2026-06-01T08:59:00Z"),
    ("UTC", "2026-06-01T08:59:00Z"),
    ("UTC", "2026-06-05T16:59:00Z"),
    ("Europe/Paris", "2026-03-28T20:00:00Z"),
    ("Europe/Paris", "2026-10-24T19:00:00Z"),
    ("Australia/Lord_Howe", "2026-04-04T10:00:00Z"),
    ("Antarctica/Troll", "2026-03-28T20:00:00Z"),
    ("Pacific/Apia", "2011-12-29T20:00:00Z"),
    ("Asia/Pyongyang", "2018-05-04T12:00:00Z"),
    ("America/Havana", "2026-03-07T20:00:00Z"),
    ("Africa/Cairo", "2026-04-23T12:00:00Z"),
    ("America/Scoresbysund", "2024-03-30T12:00:00Z"),
    ("Asia/Kathmandu", "2026-06-01T00:00:00Z"),
    ("Europe/Dublin", "2026-10-24T19:00:00Z"),
    ("UTC", "9999-12-28T12:00:00Z"),
    ("UTC", "0000-01-02T00:00:00Z"),
];

const TIMES: [&str; 12] =
    ["00:00", "00:30", "02:00", "02:30", "03:00", "06:00", "09:00", "12:00", "12:30", "17:00", "22:00", "23:30"];
const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// From what the settings of one world are drawn.
#[derive(Clone)]
pub struct Palette {
    delays: Vec<u64>,
    availabilities: Vec<(usize, Availability)>,
    strategies: Vec<Strategy>,
    zone: &'static str,
    /// When the world begins.
    pub start: &'static str,
    mood: Mood,
    /// How often, in a hundred, something invalid is asked.
    invalid: usize,
    /// How often, in a hundred, there are hours.
    hours: usize,
    /// How often, in a hundred, each of the field's features is used: most worlds leave some out.
    field: Field,
}

/// How often each feature of part two is used.
#[derive(Clone)]
struct Field {
    priority: usize,
    skills: usize,
    tiers: usize,
    overflow: usize,
    longest_wait: usize,
    wrap_up: usize,
    cost: usize,
    hold: usize,
    pace: usize,
}

impl Field {
    fn new(rng: &mut Rng) -> Self {
        let off = rng.chance(25);
        let mut share = || if off { 0 } else { rng.pick(&[0, 0, 30, 60]) };
        Self {
            priority: share(),
            skills: share(),
            tiers: share(),
            overflow: share(),
            longest_wait: share(),
            wrap_up: share(),
            cost: share(),
            // Much must come together before an agent takes a chat that waits for them.
            hold: share().max(share()),
            pace: share(),
        }
    }
}

/// What can be needed.
pub const SKILLS: [&str; 3] = ["fr", "en", "vip"];

impl Palette {
    /// Draws one, for a world that is after something.
    pub fn new(rng: &mut Rng, mood: Mood) -> Self {
        let delays: Vec<u64> = (0..3).map(|_| rng.pick(&DELAYS)).collect();
        let delay = |rng: &mut Rng| Duration::from_millis(rng.pick(&delays));
        let presence = Presence { mobile_grace: delay(rng), browser_idle: delay(rng) };
        let other = Presence { browser_idle: delay(rng), ..presence };
        let availabilities = [
            Availability::Status,
            Availability::Presence(presence),
            Availability::Presence(other),
            Availability::WorkTime,
        ];
        let main = rng.pick(&[0, 0, 1, 2, 3]);
        let (zone, start) = if rng.chance(50) { PLACES[0] } else { rng.pick(&PLACES) };
        let all = Strategy::ALL;
        Self {
            availabilities: availabilities
                .into_iter()
                .enumerate()
                // Elsewhere one of them prevails.
                .map(|(n, kind)| (if n == main && mood == Mood::Any { 8 } else { 1 }, kind))
                .collect(),
            strategies: vec![rng.pick(&all), rng.pick(&all)],
            zone,
            start,
            mood,
            invalid: rng.pick(&[0, 0, 3, 10]),
            hours: rng.pick(&[0, 20, 50]),
            field: Field::new(rng),
            delays,
        }
    }

    /// One of the delays of this world.
    pub fn delay(&self, rng: &mut Rng) -> Duration {
        Duration::from_millis(rng.pick(&self.delays))
    }

    fn maybe_delay(&self, rng: &mut Rng, percent: usize) -> Option<Duration> {
        let delay = self.delay(rng);
        rng.chance(percent).then_some(delay)
    }

    /// The zone of most schedules.
    pub fn zone(&self) -> &'static str {
        self.zone
    }

    /// What a level of priority is worth.
    pub fn level_worth(&self, rng: &mut Rng) -> Option<Duration> {
        if rng.chance(self.invalid / 3) {
            return Some(Duration::ZERO);
        }
        self.maybe_delay(rng, self.field.priority)
    }

    /// A priority.
    pub fn priority(&self, rng: &mut Rng) -> u8 {
        if rng.chance(self.field.priority) { rng.pick(&[0, 1, 2, 255]) } else { 0 }
    }

    fn skills(&self, rng: &mut Rng, levels: &[u8]) -> Skills {
        let mut skills = Skills::new();
        for skill in SKILLS {
            if rng.chance(self.field.skills) {
                skills.insert(skill.into(), rng.pick(levels));
            }
        }
        if rng.chance(self.invalid / 4) {
            skills.insert("none".into(), 0);
        }
        skills
    }

    /// A request for a chat.
    pub fn request(&self, rng: &mut Rng, chat: ChatId, group: Option<GroupId>, agent: Option<AgentId>) -> ChatRequest {
        let mut relax: Vec<Relaxation> = Vec::new();
        if rng.chance(self.field.skills) {
            let mut after = Duration::ZERO;
            for _ in 0..1 + rng.below(2) {
                after += self.delay(rng);
                relax.push(Relaxation { after, needs: self.skills(rng, &[1, 2]) });
            }
        }
        let cost = if rng.chance(self.field.cost) { rng.pick(&[1, 2, 2, 3, 65_535]) } else { 1 };
        ChatRequest {
            agent,
            group,
            priority: self.priority(rng),
            needs: if rng.chance(50) { self.skills(rng, &[1, 1, 2, 3]) } else { Skills::new() },
            relax,
            cost: if rng.chance(self.invalid / 3) { rng.pick(&[0, 65_536]) } else { cost },
            agent_wait: if agent.is_some() && rng.chance(self.field.hold * 3 / 2) {
                self.delay(rng)
            } else {
                Duration::ZERO
            },
            ..ChatRequest::new(chat, GroupId::DEFAULT)
        }
    }

    /// Other groups to overflow to: mostly later ones, for a circle is refused.
    fn overflow(&self, rng: &mut Rng, policy: &mut Policy, groups: &[GroupId]) {
        let target = |rng: &mut Rng| {
            let target = rng.pick(groups);
            rng.chance(self.field.overflow).then_some(target)
        };
        if let Some(group) = target(rng) {
            policy.when_full = WhenFull::Group(group);
        }
        if let Some(group) = target(rng) {
            policy.when_nobody = WhenNobody::Group(group);
        }
        policy.after_longest_wait = match target(rng) {
            Some(group) => AfterLongestWait::Group(group),
            None => rng.pick(&[AfterLongestWait::Ticket, AfterLongestWait::Miss]),
        };
    }

    /// A policy; these groups may be overflowed to.
    pub fn policy(&self, rng: &mut Rng, groups: &[GroupId]) -> Policy {
        let mut policy = Policy {
            strategy: rng.pick(&self.strategies),
            queue: few_places(rng),
            tickets: match rng.below(5) {
                0 | 1 => Tickets::Off,
                n => Tickets::On { max: rng.pick(&[None, Some(0), Some(1), Some(2), Some(100)]), auto_assign: n > 2 },
            },
            backlog_first: rng.pick(&[BacklogFirst::Queued, BacklogFirst::Tickets]),
            hours: rng.chance(self.hours).then(|| self.schedule(rng)),
            when_absent: rng.pick(&[WhenAbsent::Hidden, WhenAbsent::Messenger]),
            availability: rng.weighted(&self.availabilities),
            when_agent_leaves: rng.weighted(&[(3, WhenAgentLeaves::ReturnUnanswered), (1, WhenAgentLeaves::Keep)]),
            accept_within: self.maybe_delay(rng, 60),
            reoffer_after: self.delay(rng),
            offline_after_missed: rng.pick(&[None, Some(1), Some(2), Some(3)]),
            slow_answer: self.maybe_delay(rng, 75),
            orphan_after: self.maybe_delay(rng, 50),
            tier_opens: Vec::new(),
            longest_wait: self.maybe_delay(rng, self.field.longest_wait),
            wrap_up: self.maybe_delay(rng, self.field.wrap_up),
            per_agent: if rng.chance(self.field.cost / 2) { rng.pick(&[Some(1), Some(2), Some(3)]) } else { None },
            when_resumed_full: rng.pick(&[WhenResumedFull::Over, WhenResumedFull::Return]),
            ..Policy::default()
        };
        if rng.chance(self.field.tiers) {
            let mut opens: Vec<Duration> = (0..1 + rng.below(2)).map(|_| self.delay(rng)).collect();
            if rng.chance(20) {
                opens.push(Duration::ZERO);
            }
            if !rng.chance(self.invalid) {
                opens.sort();
            }
            policy.tier_opens = opens;
        }
        if !groups.is_empty() {
            self.overflow(rng, &mut policy, groups);
        }
        if rng.chance(self.invalid) {
            let wrong = rng.pick(&[Duration::ZERO, Duration::from_millis(3_652 * 24 * 3_600_000 + 1)]);
            match rng.below(9) {
                6 => policy.longest_wait = Some(wrong),
                7 => policy.wrap_up = Some(wrong),
                8 => policy.per_agent = Some(0),
                0 => policy.accept_within = Some(wrong),
                1 => policy.reoffer_after = wrong,
                2 => policy.offline_after_missed = Some(0),
                3 => policy.slow_answer = Some(wrong),
                4 => policy.orphan_after = Some(wrong),
                _ => {
                    policy.availability =
                        Availability::Presence(Presence { mobile_grace: wrong, browser_idle: self.delay(rng) });
                }
            }
        }
        policy
    }

    /// Hours with overnight windows, windows that touch, overlap or come out empty, closed and always open days.
    pub fn schedule(&self, rng: &mut Rng) -> Schedule {
        let mut schedule = Schedule::new(if rng.chance(10) { "UTC" } else { self.zone });
        for day in WEEK {
            if rng.chance(75) {
                schedule.weekly.insert(day.into(), windows(rng));
            }
        }
        if rng.chance(20) {
            let (year_and_month, day) = self.start.split_at(8);
            let day: usize = day[..2].parse().expect("an instant begins with a date");
            for day in day..(day + 1 + rng.below(3)).min(29) {
                let windows = if rng.chance(40) { Vec::new() } else { windows(rng) };
                schedule.exceptions.insert(format!("{year_and_month}{day:02}"), windows);
            }
        }
        if rng.chance(self.invalid) {
            match rng.below(7) {
                0 => schedule.zone = "Mars/Olympus".into(),
                1 => schedule = schedule.weekly("monday", &[]),
                2 => schedule = schedule.weekly("mon", &[("09:00", "09:00")]),
                3 => schedule = schedule.weekly("tue", &[("24:00", "06:00")]),
                4 => schedule = schedule.weekly("wed", &[("9:00", "12:60")]),
                5 => schedule = schedule.exception("2026-02-30", &[]),
                _ => schedule = schedule.exception("2026-2-3", &[]),
            }
        }
        schedule
    }

    /// An agent in some of these groups.
    pub fn agent(&self, rng: &mut Rng, agent: AgentId, groups: &[GroupId]) -> AgentSettings {
        let tiers = self.field.tiers;
        let mut in_these = Vec::new();
        for &group in groups {
            let tier = if rng.chance(tiers) { rng.pick(&[1, 1, 2, 255]) } else { 0 };
            if rng.chance(70) {
                in_these.push(Membership { group, tier });
            }
        }
        let mut settings = AgentSettings {
            agent,
            capacity: rng.weighted(&[(1, 0), (6, 1), (5, 2), (2, 3), (1, 1_000)]),
            groups: in_these,
            hours: rng.chance(self.hours).then(|| self.schedule(rng)),
            strict_hours: rng.chance(30),
            offline_after_no_reply: self.maybe_delay(rng, 40),
            answers_when_invisible: self.mood == Mood::Helpers || rng.chance(50),
            emails_missed: rng.chance(40),
            shift_notices: rng.chance(40),
            skills: self.skills(rng, &[1, 2, 3, 255]),
            pace: rng.chance(self.field.pace).then(|| Pace { chats: rng.pick(&[1, 1, 2, 3]), per: self.delay(rng) }),
        };
        if rng.chance(10) {
            settings.groups.extend(settings.groups.first().copied());
        }
        if rng.chance(self.invalid) {
            match rng.below(3) {
                0 => settings.offline_after_no_reply = Some(Duration::ZERO),
                1 => settings.pace = Some(Pace { chats: 0, per: self.delay(rng) }),
                _ => settings.pace = Some(Pace { chats: 1, per: Duration::ZERO }),
            }
        }
        settings
    }
}

fn few_places(rng: &mut Rng) -> Queue {
    let places = rng.weighted(&[(1, 0), (4, 1), (4, 2), (2, 100)]);
    rng.pick(&[Queue::Off, Queue::Fixed(places), Queue::PerOnlineAgent(places), Queue::Unlimited])
}

fn windows(rng: &mut Rng) -> Vec<(String, String)> {
    let mut windows = Vec::new();
    for _ in 0..rng.weighted(&[(1, 0), (4, 1), (3, 2)]) {
        let from = rng.pick(&TIMES);
        let to = if rng.chance(15) { "24:00" } else { rng.pick(&TIMES) };
        if from != to {
            windows.push((from.to_owned(), to.to_owned()));
        }
    }
    if rng.chance(10) {
        windows = vec![("00:00".to_owned(), "24:00".to_owned())];
    }
    windows
}
