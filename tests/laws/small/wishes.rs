//! Small worlds of part two: each feature with what it meets.

use super::letters::{
    ANA, BEN, HELP, Letter, ONE, SALES, SECOND, THREE, TWO, accept, answer, ask, ask_for, close, decline, dismiss,
    left, message, offline, online, park, prioritize, remove, resume, set, settings, to_agent, to_group, wrapped_up,
    write,
};
use super::worlds::{Small, agent, french, plain, request, staged, tickets};
use Letter::{Due, Wait};
use frontdesk::{
    AfterLongestWait, AgentSettings, ChatRequest, Event, GroupId, Pace, Policy, Queue, Relaxation, Skills, Status,
    Strategy, WhenFull, WhenNobody, WhenResumedFull,
};

/// All of them.
pub fn worlds() -> Vec<Small> {
    vec![priorities(), skills(), tiers(), overflow(), wrap_up(), parked(), holds(), pace()]
}

fn priorities() -> Small {
    let worth = |level_worth| {
        let default_policy = Box::new(plain());
        Letter::Say(Event::WorkspaceConfigured { offline_chats: true, default_policy, level_worth })
    };
    let urgent = |chat, group, priority| ask_for(ChatRequest { priority, ..request(chat, group) });
    Small {
        name: "priorities",
        stage: staged(plain(), plain(), [agent(ANA, 1, &[SALES, HELP]), agent(BEN, 1, &[SALES])]),
        letters: vec![
            ask(ONE, SALES),
            urgent(TWO, SALES, 1),
            urgent(THREE, HELP, 2),
            prioritize(ONE, 2),
            prioritize(THREE, 0),
            write(ONE),
            close(ONE),
            close(TWO),
            decline(TWO),
            to_group(ONE, HELP),
            offline(ANA),
            online(ANA),
            offline(BEN),
            online(BEN),
            worth(None),
            worth(Some(SECOND)),
            Wait(SECOND),
        ],
    }
}

fn skills() -> Small {
    let able = |id, level, groups: &[GroupId]| AgentSettings { skills: french(level), ..agent(id, 1, groups) };
    let relax = |after, level| Relaxation { after, needs: french(level) };
    let relaxing = ChatRequest {
        needs: french(3),
        relax: vec![relax(SECOND, 2), Relaxation { after: 2 * SECOND, needs: Skills::new() }],
        ..request(ONE, SALES)
    };
    let best = Policy { strategy: Strategy::BestSkilled, ..plain() };
    Small {
        name: "skills",
        stage: staged(best, plain(), [able(ANA, 2, &[SALES]), able(BEN, 1, &[SALES, HELP])]),
        letters: vec![
            ask_for(relaxing),
            ask_for(ChatRequest { needs: french(1), ..request(TWO, SALES) }),
            ask(THREE, SALES),
            close(TWO),
            close(THREE),
            decline(ONE),
            to_agent(ONE, BEN),
            to_group(ONE, HELP),
            offline(ANA),
            online(ANA),
            settings(able(ANA, 3, &[SALES])),
            settings(able(ANA, 1, &[SALES, HELP])),
            Wait(SECOND),
            Due,
        ],
    }
}

fn tiers() -> Small {
    let opening = |tiers: &[u32]| Policy { tier_opens: tiers.iter().map(|&n| n * SECOND).collect(), ..plain() };
    let in_tier = |id, tier, capacity| AgentSettings::new(id, capacity, [(SALES, tier), (HELP, 0)]);
    Small {
        name: "tiers",
        stage: staged(opening(&[1, 2]), opening(&[2]), [in_tier(ANA, 0, 1), in_tier(BEN, 2, 2)]),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask_for(ChatRequest { agent: Some(BEN), ..request(THREE, SALES) }),
            close(ONE),
            decline(ONE),
            left(TWO),
            to_group(TWO, HELP),
            offline(ANA),
            online(ANA),
            settings(in_tier(BEN, 1, 1)),
            settings(in_tier(BEN, 2, 2)),
            set(SALES, opening(&[0, 3])),
            set(SALES, opening(&[1, 2])),
            Wait(SECOND),
            Due,
        ],
    }
}

fn overflow() -> Small {
    let sales = Policy {
        queue: Queue::Fixed(1),
        when_full: WhenFull::Group(HELP),
        when_nobody: WhenNobody::Group(HELP),
        longest_wait: Some(2 * SECOND),
        after_longest_wait: AfterLongestWait::Group(HELP),
        ..plain()
    };
    let help = Policy { tickets: tickets(true), longest_wait: Some(3 * SECOND), ..plain() };
    let missing = Policy { after_longest_wait: AfterLongestWait::Miss, ..help.clone() };
    let ben = AgentSettings { emails_missed: true, ..agent(BEN, 1, &[HELP]) };
    Small {
        name: "overflow",
        stage: [Event::group(HELP, help.clone())]
            .into_iter()
            .chain(staged(sales.clone(), help.clone(), [agent(ANA, 1, &[SALES]), ben]))
            .collect(),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask(THREE, SALES),
            close(ONE),
            close(TWO),
            decline(ONE),
            offline(ANA),
            online(ANA),
            offline(BEN),
            online(BEN),
            remove(HELP, None),
            set(HELP, help),
            set(HELP, missing),
            set(SALES, sales),
            to_group(TWO, SALES),
            Wait(SECOND),
            Due,
        ],
    }
}

fn wrap_up() -> Small {
    let wrapping = |after, per_agent| Policy { wrap_up: Some(after), per_agent, ..plain() };
    let dear = |chat, cost| ask_for(ChatRequest { cost, ..request(chat, SALES) });
    Small {
        name: "wrap-up",
        stage: staged(
            wrapping(2 * SECOND, Some(2)),
            wrapping(SECOND, None),
            [agent(ANA, 3, &[SALES]), agent(BEN, 2, &[SALES, HELP])],
        ),
        letters: vec![
            dear(ONE, 2),
            dear(TWO, 1),
            dear(THREE, 3),
            accept(ONE),
            accept(TWO),
            close(ONE),
            close(TWO),
            wrapped_up(ONE, ANA),
            wrapped_up(ONE, BEN),
            to_group(TWO, HELP),
            set(SALES, wrapping(SECOND, None)),
            set(SALES, Policy { per_agent: Some(1), ..plain() }),
            remove(SALES, Some(HELP)),
            dismiss(ANA),
            Wait(SECOND),
            Due,
        ],
    }
}

fn parked() -> Small {
    let over = Policy { per_agent: Some(1), ..plain() };
    let back = Policy { when_resumed_full: WhenResumedFull::Return, ..over.clone() };
    Small {
        name: "parked",
        stage: staged(over.clone(), back.clone(), [agent(ANA, 1, &[SALES, HELP]), agent(BEN, 2, &[HELP])]),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, HELP),
            ask(THREE, HELP),
            accept(ONE),
            accept(TWO),
            park(ONE),
            park(TWO),
            resume(ONE),
            resume(TWO),
            write(ONE),
            write(TWO),
            message(TWO, BEN),
            answer(ONE),
            to_agent(ONE, BEN),
            offline(ANA),
            online(ANA),
            set(SALES, back),
            close(TWO),
        ],
    }
}

fn holds() -> Small {
    let named = |chat, agent| {
        let asked = request(chat, SALES);
        ask_for(ChatRequest { agent: Some(agent), agent_wait: 2 * SECOND, ..asked })
    };
    let paced = AgentSettings { pace: Some(Pace { chats: 1, per: 3 * SECOND }), ..agent(ANA, 1, &[SALES]) };
    let narrow = Policy { queue: Queue::Fixed(2), ..plain() };
    Small {
        name: "holds",
        stage: staged(narrow, plain(), [agent(ANA, 1, &[SALES]), agent(BEN, 1, &[SALES, HELP])]),
        letters: vec![
            named(ONE, ANA),
            named(TWO, ANA),
            named(THREE, BEN),
            ask(THREE, SALES),
            close(ONE),
            close(THREE),
            decline(ONE),
            to_group(TWO, HELP),
            Letter::Say(Event::status(ANA, Status::Away)),
            offline(ANA),
            online(ANA),
            settings(paced),
            settings(agent(ANA, 1, &[HELP])),
            settings(agent(ANA, 1, &[SALES])),
            Wait(SECOND),
            Due,
        ],
    }
}

fn pace() -> Small {
    let at_pace = |chats, per| AgentSettings { pace: Some(Pace { chats, per }), ..agent(ANA, 3, &[SALES]) };
    Small {
        name: "pace",
        stage: staged(plain(), plain(), [at_pace(2, 2 * SECOND), agent(BEN, 1, &[SALES])]),
        letters: vec![
            ask(ONE, SALES),
            ask(TWO, SALES),
            ask_for(ChatRequest { agent: Some(ANA), ..request(THREE, SALES) }),
            close(ONE),
            close(TWO),
            close(THREE),
            decline(ONE),
            to_agent(TWO, ANA),
            offline(BEN),
            online(BEN),
            settings(at_pace(1, 3 * SECOND)),
            settings(at_pace(2, SECOND)),
            settings(agent(ANA, 3, &[SALES])),
            Wait(SECOND),
            Due,
        ],
    }
}
