//! Settings read from bytes: policies, agents, requests, schedules, zone tables.

use super::{Bytes, around};
use frontdesk::{
    AfterLongestWait, AgentSettings, Availability, BacklogFirst, ChatRequest, Engine, Event, GroupId, Membership, Pace,
    Policy, Presence, Queue, Relaxation, Schedule, Skills, Strategy, Tickets, Timestamp, WhenAbsent, WhenAgentLeaves,
    WhenFull, WhenNobody, WhenResumedFull,
};
use std::time::Duration;

const WEEK: [&str; 7] = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

/// `Made/Up` is known only once it was given.
const ZONES: [&str; 8] = [
    "UTC",
    "UTC",
    "Europe/Paris",
    "America/Vancouver",
    "Made/Up",
    "Pacific/Apia",
    "Australia/Lord_Howe",
    "Asia/Pyongyang",
];

/// Dates of the beginnings, of changes of clocks, and at both ends of the calendar.
const DATES: [&str; 10] = [
    "2026-06-01",
    "2026-06-02",
    "2026-03-29",
    "2026-10-25",
    "2026-03-08",
    "1970-01-01",
    "0000-01-01",
    "9999-12-31",
    "2011-12-30",
    "2018-05-04",
];

impl Bytes<'_> {
    /// Settings of the workspace.
    pub fn workspace(&mut self, engine: &Engine) -> Event {
        Event::WorkspaceConfigured {
            offline_chats: !self.once_in(8),
            default_policy: Box::new(self.policy(GroupId::DEFAULT, engine)),
            level_worth: self.maybe(Self::delay),
        }
    }

    fn skills(&mut self) -> Skills {
        let mut skills = Skills::new();
        let which = self.byte();
        for (bit, name) in ["fr", "vip"].into_iter().enumerate() {
            // Few chats need anything, else few are ever given.
            if which >> (2 * bit) & 3 == 3 {
                skills.insert(name.into(), self.pick(&[1, 2, 255]));
            }
        }
        if which == 255 {
            skills.insert(String::new(), 0);
        }
        skills
    }

    /// A request, mostly plain.
    pub fn request(&mut self, engine: &Engine) -> ChatRequest {
        let any = self.chat();
        let free = around(any).find(|&chat| engine.chat(chat).is_none());
        let chat = free.filter(|_| !self.once_in(16)).unwrap_or(any);
        let group = Some(self.group());
        let more = self.byte();
        let asked = |bit: u8| more >> bit & 1 == 1;
        let mut relax = Vec::new();
        if asked(0) {
            relax = (0..self.below(3)).map(|_| Relaxation { after: self.delay(), needs: self.skills() }).collect();
            relax.sort_by_key(|step| step.after);
            relax.dedup_by_key(|step| step.after);
        }
        ChatRequest {
            group: if more == 255 { None } else { group },
            agent: asked(1).then(|| self.agent(engine)),
            priority: if asked(2) { self.pick(&[0, 1, 2, 255]) } else { 0 },
            needs: if asked(3) { self.skills() } else { Skills::new() },
            relax,
            cost: if asked(4) { self.pick(&[1, 2, 2, 3, 1, 2, 65_535, 0]) } else { 1 },
            agent_wait: if asked(5) { self.delay() } else { Duration::ZERO },
            ..ChatRequest::new(chat, GroupId::DEFAULT)
        }
    }

    /// Mostly a group that there is and that comes after this one: a circle of overflow is refused.
    fn target(&mut self, of: GroupId, engine: &Engine) -> Option<GroupId> {
        let asked = self.once_in(4);
        let target = asked.then(|| self.group())?;
        let fits = (of == GroupId::DEFAULT || of < target) && engine.group(target).is_some();
        (fits || self.once_in(16)).then_some(target)
    }

    /// A policy for this group: mostly one that is taken.
    pub fn policy(&mut self, of: GroupId, engine: &Engine) -> Policy {
        use Strategy::{BestSkilled, InOrder, LeastActive, LongestIdle, MostAvailable, RoundRobin};
        let presence = Presence { mobile_grace: Duration::from_secs(5), browser_idle: Duration::from_secs(30) };
        let places = self.pick(&[1, 2, 0, u32::MAX]);
        let max = self.pick(&[None, Some(1), Some(2), Some(0)]);
        let mut tier_opens: Vec<_> = if self.once_in(4) { vec![self.delay(), self.delay()] } else { Vec::new() };
        tier_opens.sort_unstable();
        Policy {
            strategy: self.pick(&[LongestIdle, LeastActive, MostAvailable, RoundRobin, InOrder, BestSkilled]),
            queue: self.pick(&[Queue::Unlimited, Queue::Fixed(places), Queue::PerOnlineAgent(places), Queue::Off]),
            tickets: match self.below(3) {
                0 => Tickets::Off,
                n => Tickets::On { max, auto_assign: n == 2 },
            },
            backlog_first: self.pick(&[BacklogFirst::Queued, BacklogFirst::Tickets]),
            hours: self.once_in(6).then(|| self.schedule()),
            when_absent: self.pick(&[WhenAbsent::Hidden, WhenAbsent::Messenger]),
            availability: self.pick(&[
                Availability::Status,
                Availability::Status,
                Availability::WorkTime,
                Availability::Presence(presence),
            ]),
            when_agent_leaves: self.pick(&[WhenAgentLeaves::ReturnUnanswered, WhenAgentLeaves::Keep]),
            accept_within: self.maybe(Self::delay),
            reoffer_after: self.delay(),
            offline_after_missed: self.pick(&[Some(1), Some(2), Some(3), None]),
            slow_answer: self.maybe(Self::delay),
            orphan_after: self.maybe(Self::delay),
            tier_opens,
            when_full: self.target(of, engine).map_or(WhenFull::Reject, WhenFull::Group),
            when_nobody: self.target(of, engine).map_or(WhenNobody::Ticket, WhenNobody::Group),
            longest_wait: if self.once_in(4) { Some(self.delay()) } else { None },
            after_longest_wait: match self.target(of, engine) {
                Some(group) => AfterLongestWait::Group(group),
                None => self.pick(&[AfterLongestWait::Ticket, AfterLongestWait::Miss]),
            },
            wrap_up: self.maybe(Self::delay),
            per_agent: self.pick(&[None, None, None, Some(1), Some(3)]),
            when_resumed_full: self.pick(&[WhenResumedFull::Over, WhenResumedFull::Return]),
        }
    }

    /// Settings of an agent.
    pub fn agent_settings(&mut self, engine: &Engine) -> AgentSettings {
        let agent = self.agent(engine);
        let which = self.byte();
        let tiered = which >> 6 == 3;
        let mut groups = Vec::new();
        for group in 0..3u64 {
            // Three of four times a member.
            if which >> (2 * group) & 3 != 3 {
                let tier = if tiered { self.pick(&[0, 1, 2, 255]) } else { 0 };
                groups.push(Membership { group: GroupId::from(11 + group), tier });
            }
        }
        groups.retain(|member| engine.group(member.group).is_some());
        if self.once_in(16) {
            groups.push(Membership { group: self.group(), tier: 1 });
        }
        AgentSettings {
            hours: self.once_in(4).then(|| self.schedule()),
            strict_hours: self.once_in(4),
            offline_after_no_reply: self.once_in(3).then(|| self.delay()),
            answers_when_invisible: !self.once_in(3),
            emails_missed: self.once_in(3),
            shift_notices: self.once_in(3),
            skills: self.skills(),
            pace: self.once_in(4).then(|| Pace { chats: self.pick(&[1, 2, 3, 0]), per: self.delay() }),
            ..AgentSettings::new(agent, self.pick(&[2, 1, 2, 3, 8, 0]), groups)
        }
    }

    /// The name of a zone.
    pub fn zone(&mut self) -> &'static str {
        self.pick(&ZONES)
    }

    /// Hours with overnight windows, windows that touch, overlap or come out empty; at times ones that mean nothing.
    pub fn schedule(&mut self) -> Schedule {
        let mut schedule = Schedule::new(self.zone());
        for _ in 0..self.below(6) {
            let windows: Vec<_> = (0..self.below(4)).map(|_| self.window()).collect();
            match self.below(16) {
                15 if self.once_in(8) => schedule.exceptions.insert("2026-02-30".into(), windows),
                10.. => schedule.exceptions.insert(self.pick(&DATES).into(), windows),
                day @ ..7 => schedule.weekly.insert(WEEK[usize::from(day)].into(), windows),
                _ => {
                    schedule.weekly.extend(WEEK.map(|day| (day.into(), windows.clone())));
                    None
                }
            };
        }
        schedule
    }

    fn window(&mut self) -> (String, String) {
        let (from, to) = (self.time(), self.time());
        (from, if to == "00:00" { "24:00".to_owned() } else { to })
    }

    /// Mostly a quarter of an hour, at times any minute, at times none that there is.
    fn time(&mut self) -> String {
        let minute = match self.byte() {
            quarter @ ..192 => u16::from(quarter % 96) * 15,
            high @ ..=254 => u16::from(high - 192) * 23 + u16::from(self.below(23)),
            255 => 24 * 60 + 1,
        };
        format!("{:02}:{:02}", minute / 60, minute % 60)
    }

    /// A zone's clocks, changed at times around this instant; at times out of order.
    pub fn table(&mut self, now: Timestamp) -> Vec<(Timestamp, i32)> {
        let mut at = now.as_micros() - 86_400_000_000 * i64::from(self.below(4));
        at -= at.rem_euclid(60_000_000);
        let mut table = Vec::new();
        for _ in 0..self.below(5) {
            let minutes = i32::from(self.pick(&[0i16, 60, 120, -60, 30, 840, -720, 1_560]));
            table.push((Timestamp::from_micros(at), minutes * 60));
            at = at.saturating_add(900_000_000 * i64::from(self.byte()));
        }
        table
    }
}
