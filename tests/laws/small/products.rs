//! Small worlds of part one: the presets, and what they leave to be set.

use super::letters::{
    ANA, BEN, HELP, Letter, ONE, SALES, SECOND, THREE, TWO, accept, answer, ask, close, decline, dismiss, join, leave,
    left, message, offline, online, remove, seen, set, settings, to_agent, to_group, write,
};
use super::worlds::{Small, agent, plain, request, stage, staged, tickets};
use Letter::{Due, Wait};
use frontdesk::{
    AgentSettings, Availability, BacklogFirst, ChatRequest, Device, DeviceState, Event, GroupId, Policy, Presence,
    Queue, Schedule, Status, Strategy, Target, WhenAgentLeaves, WorkTime,
};

/// All of them.
pub fn worlds() -> Vec<Small> {
    vec![
        iadvize(),
        brevo(),
        yellow(),
        bitrix24(),
        acceptance(),
        no_reply(),
        strategies(),
        helpers(false),
        helpers(true),
        removals(),
        moved_on(),
        hours(),
    ]
}

fn iadvize() -> Small {
    let fixed = Policy { queue: Queue::Fixed(1), ..Policy::iadvize() };
    let per_agent = Policy { queue: Queue::PerOnlineAgent(1), ..Policy::iadvize() };
    Small {
        name: "iadvize",
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask(THREE, HELP),
            accept(ONE),
            decline(ONE),
            close(ONE),
            close(TWO),
            write(TWO),
            offline(ANA),
            online(ANA),
            Letter::Say(Event::status(BEN, Status::Away)),
            online(BEN),
            to_agent(ONE, BEN),
            to_group(ONE, HELP),
            set(SALES, Policy::iadvize()),
            Due,
        ],
        stage: stage(fixed, per_agent),
    }
}

fn brevo() -> Small {
    let brevo = Policy { slow_answer: Some(2 * SECOND), ..Policy::brevo() };
    let ben = AgentSettings { answers_when_invisible: true, emails_missed: true, ..agent(BEN, 2, &[SALES, HELP]) };
    Small {
        name: "brevo",
        stage: staged(brevo.clone(), brevo, [agent(ANA, 1, &[SALES]), ben]),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask(THREE, HELP),
            accept(ONE),
            answer(TWO),
            write(ONE),
            message(ONE, BEN),
            join(TWO, ANA),
            close(ONE),
            left(TWO),
            left(THREE),
            Letter::Say(Event::status(BEN, Status::Invisible)),
            online(BEN),
            offline(ANA),
            Letter::Say(Event::status(ANA, Status::Invisible)),
            online(ANA),
            Wait(SECOND),
            Due,
        ],
    }
}

fn yellow() -> Small {
    let yellow = Policy { tickets: tickets(true), orphan_after: Some(2 * SECOND), ..Policy::yellow() };
    let by_hand = Policy { tickets: tickets(false), backlog_first: BacklogFirst::Tickets, ..yellow.clone() };
    let first = Policy { backlog_first: BacklogFirst::Tickets, ..yellow.clone() };
    let configured = |offline_chats| {
        let default_policy = Box::new(Policy::yellow());
        Letter::Say(Event::WorkspaceConfigured { offline_chats, default_policy, level_worth: None })
    };
    Small {
        name: "yellow",
        stage: stage(yellow.clone(), first),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask(THREE, HELP),
            Letter::Say(Event::ChatRequested(ChatRequest { group: None, ..request(THREE, HELP) })),
            offline(ANA),
            online(ANA),
            offline(BEN),
            online(BEN),
            close(ONE),
            left(TWO),
            join(TWO, BEN),
            to_group(ONE, HELP),
            set(SALES, by_hand),
            set(SALES, yellow),
            configured(false),
            configured(true),
            Wait(SECOND),
            Due,
        ],
    }
}

fn bitrix24() -> Small {
    let presence = Presence { mobile_grace: SECOND, browser_idle: 2 * SECOND };
    let bitrix = Policy { availability: Availability::Presence(presence), ..Policy::bitrix24() };
    let clock = Policy { availability: Availability::WorkTime, ..Policy::bitrix24() };
    Small {
        name: "bitrix24",
        stage: stage(bitrix, clock),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, HELP),
            accept(ONE),
            answer(ONE),
            write(ONE),
            answer(TWO),
            seen(ANA, Device::Browser, DeviceState::Active),
            seen(ANA, Device::Browser, DeviceState::Closed),
            seen(ANA, Device::Mobile, DeviceState::Active),
            seen(ANA, Device::Mobile, DeviceState::Background),
            Letter::Say(Event::WorkTimeChanged { agent: BEN, state: WorkTime::ClockedIn }),
            Letter::Say(Event::WorkTimeChanged { agent: BEN, state: WorkTime::OnBreak }),
            leave(ANA, true),
            leave(ANA, false),
            to_agent(TWO, ANA),
            close(ONE),
            Wait(SECOND),
            Due,
        ],
    }
}

fn acceptance() -> Small {
    let quick = Policy {
        accept_within: Some(SECOND),
        reoffer_after: 2 * SECOND,
        offline_after_missed: Some(2),
        strategy: Strategy::LeastActive,
        ..plain()
    };
    let slow = Policy { accept_within: Some(3 * SECOND), ..quick.clone() };
    let both = [agent(ANA, 1, &[SALES]), agent(BEN, 2, &[SALES, HELP])];
    Small {
        name: "acceptance",
        stage: staged(quick.clone(), slow.clone(), both),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask(THREE, HELP),
            accept(ONE),
            accept(TWO),
            decline(ONE),
            decline(THREE),
            left(ONE),
            to_agent(ONE, BEN),
            to_group(TWO, HELP),
            online(ANA),
            online(BEN),
            offline(BEN),
            set(SALES, slow),
            set(SALES, quick),
            Wait(SECOND),
            Due,
        ],
    }
}

fn no_reply() -> Small {
    let nervous =
        |id, groups: &[GroupId]| AgentSettings { offline_after_no_reply: Some(2 * SECOND), ..agent(id, 1, groups) };
    let patient = AgentSettings { offline_after_no_reply: Some(9 * SECOND), ..agent(ANA, 1, &[SALES, HELP]) };
    let keep = Policy { when_agent_leaves: WhenAgentLeaves::Keep, ..plain() };
    Small {
        name: "no reply",
        stage: staged(plain(), keep, [nervous(ANA, &[SALES, HELP]), nervous(BEN, &[SALES])]),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, HELP),
            accept(ONE),
            answer(ONE),
            write(ONE),
            decline(TWO),
            message(TWO, BEN),
            join(ONE, BEN),
            to_agent(ONE, BEN),
            close(ONE),
            left(TWO),
            seen(ANA, Device::Desktop, DeviceState::Active),
            online(ANA),
            online(BEN),
            settings(patient),
            settings(nervous(ANA, &[HELP])),
            Wait(SECOND),
            Due,
        ],
    }
}

fn strategies() -> Small {
    let by = |strategy| Policy { strategy, ..plain() };
    let both = [agent(ANA, 3, &[SALES, HELP]), agent(BEN, 2, &[HELP, SALES])];
    Small {
        name: "strategies",
        stage: staged(by(Strategy::RoundRobin), by(Strategy::MostAvailable), both),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask(THREE, HELP),
            close(ONE),
            close(TWO),
            close(THREE),
            to_agent(ONE, BEN),
            to_group(TWO, HELP),
            offline(ANA),
            online(ANA),
            settings(agent(BEN, 1, &[SALES])),
            settings(agent(BEN, 2, &[SALES, HELP])),
            set(SALES, by(Strategy::LongestIdle)),
            set(SALES, by(Strategy::LeastActive)),
            set(SALES, by(Strategy::RoundRobin)),
            set(SALES, by(Strategy::InOrder)),
        ],
    }
}

/// Two helpers, clocked out, and two chats that wait for them. Ben was registered first and joined last, and has never
/// been online; nor has Ana, or she was once.
fn helpers(ana_was_online: bool) -> Small {
    let slow = Policy { slow_answer: Some(SECOND), ..plain() };
    let limited = Policy { per_agent: Some(1), ..slow.clone() };
    let strict = Policy { availability: Availability::WorkTime, ..slow.clone() };
    let helper = |id, groups: &[GroupId]| AgentSettings { answers_when_invisible: true, ..agent(id, 1, groups) };
    let mut stage = vec![
        Event::group(SALES, slow.clone()),
        Event::group(HELP, slow.clone()),
        Event::agent(helper(BEN, &[HELP])),
        Event::agent(helper(ANA, &[SALES, HELP])),
        Event::agent(helper(BEN, &[SALES, HELP])),
    ];
    stage.extend(ana_was_online.then(|| Event::status(ANA, Status::Online)));
    stage.extend([ANA, BEN].map(|id| Event::status(id, Status::Away)));
    stage.extend([ONE, TWO].map(|chat| Event::request(chat, SALES)));
    stage.push(Event::group(SALES, strict.clone()));
    stage.extend([ANA, BEN].map(|id| Event::status(id, Status::Invisible)));
    Small {
        name: if ana_was_online { "helpers, one of them once online" } else { "helpers, never online" },
        stage,
        letters: vec![
            ask(THREE, HELP),
            Letter::Say(Event::status(ANA, Status::Invisible)),
            Letter::Say(Event::status(BEN, Status::Invisible)),
            Letter::Say(Event::status(BEN, Status::Away)),
            online(BEN),
            set(SALES, slow),
            set(SALES, limited),
            set(SALES, strict),
            settings(helper(ANA, &[HELP])),
            settings(helper(ANA, &[SALES])),
            close(ONE),
            decline(TWO),
            to_group(THREE, SALES),
            Wait(SECOND),
            Due,
        ],
    }
}

/// What is removed, and where its chats go on: in a group that asks more of those who are to hold them.
fn removals() -> Small {
    let clock = Policy { availability: Availability::WorkTime, tickets: tickets(true), ..plain() };
    let status = Policy { tickets: tickets(true), ..plain() };
    let work = |agent, state| Letter::Say(Event::WorkTimeChanged { agent, state });
    Small {
        name: "removals",
        stage: staged(status.clone(), clock, [agent(ANA, 1, &[SALES, HELP]), agent(BEN, 2, &[SALES])]),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask(THREE, HELP),
            accept(ONE),
            answer(ONE),
            write(ONE),
            remove(SALES, Some(HELP)),
            remove(SALES, None),
            remove(HELP, Some(SALES)),
            set(SALES, status),
            settings(agent(BEN, 2, &[HELP])),
            dismiss(BEN),
            leave(ANA, false),
            work(ANA, WorkTime::ClockedIn),
            work(ANA, WorkTime::ClockedOut),
            offline(ANA),
            online(ANA),
        ],
    }
}

/// Chats that are moved on to where their owners are not members, or are at the limit. Ben, who is in no group, has one
/// already.
fn moved_on() -> Small {
    let presence = Presence { mobile_grace: SECOND, browser_idle: 2 * SECOND };
    let help = Policy { availability: Availability::Presence(presence), per_agent: Some(1), ..plain() };
    let mut stage = staged(plain(), help, [agent(ANA, 2, &[SALES, HELP]), agent(BEN, 2, &[])]);
    stage.extend([
        Event::request(ONE, SALES),
        Event::ChatTransferred { chat: ONE, to: Target::Agent(BEN) },
        Event::DeviceSeen { agent: BEN, device: Device::Browser, state: DeviceState::Active },
    ]);
    Small {
        name: "moved on",
        stage,
        letters: vec![
            ask(TWO, SALES),
            ask(THREE, HELP),
            accept(ONE),
            answer(ONE),
            write(ONE),
            to_agent(TWO, BEN),
            remove(SALES, Some(HELP)),
            remove(HELP, Some(SALES)),
            set(SALES, plain()),
            settings(agent(ANA, 2, &[SALES])),
            seen(BEN, Device::Browser, DeviceState::Active),
            seen(ANA, Device::Mobile, DeviceState::Background),
            Wait(SECOND),
            Due,
        ],
    }
}

fn hours() -> Small {
    let open = |from, to| Some(Schedule::new("UTC").weekly("mon", &[(from, to)]));
    let by_hours = Policy { hours: open("09:00", "09:02"), tickets: tickets(true), ..plain() };
    let later = Policy { hours: open("09:01", "09:03"), ..by_hours.clone() };
    let strict = |id, from, to| AgentSettings {
        hours: open(from, to),
        strict_hours: true,
        shift_notices: true,
        ..agent(id, 1, &[SALES, HELP])
    };
    let ben = AgentSettings { hours: open("09:00", "09:01"), ..agent(BEN, 1, &[SALES]) };
    Small {
        name: "hours",
        stage: staged(by_hours.clone(), plain(), [strict(ANA, "09:00", "09:02"), ben]),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask(THREE, HELP),
            accept(ONE),
            answer(ONE),
            write(ONE),
            close(TWO),
            to_agent(ONE, ANA),
            offline(ANA),
            online(ANA),
            online(BEN),
            leave(BEN, true),
            leave(BEN, false),
            set(SALES, later),
            set(SALES, by_hours),
            settings(strict(ANA, "09:01", "09:03")),
            Wait(SECOND),
            Due,
        ],
    }
}
