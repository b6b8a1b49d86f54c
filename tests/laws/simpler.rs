//! Simpler forms of an event, to shrink a log: one setting at a time at its default.

use frontdesk::{AgentSettings, ChatRequest, Event, GroupId, Policy};

type Forms<T> = &'static [fn(&mut T, T)];

const POLICY: Forms<Policy> = &[
    |policy, default| *policy = default,
    |policy, default| policy.strategy = default.strategy,
    |policy, default| policy.queue = default.queue,
    |policy, default| policy.tickets = default.tickets,
    |policy, default| policy.backlog_first = default.backlog_first,
    |policy, default| policy.hours = default.hours,
    |policy, default| policy.when_absent = default.when_absent,
    |policy, default| policy.availability = default.availability,
    |policy, default| policy.when_agent_leaves = default.when_agent_leaves,
    |policy, default| policy.accept_within = default.accept_within,
    |policy, default| policy.reoffer_after = default.reoffer_after,
    |policy, default| policy.offline_after_missed = default.offline_after_missed,
    |policy, default| policy.slow_answer = default.slow_answer,
    |policy, default| policy.orphan_after = default.orphan_after,
    |policy, default| policy.tier_opens = default.tier_opens,
    |policy, default| policy.when_full = default.when_full,
    |policy, default| policy.when_nobody = default.when_nobody,
    |policy, default| policy.longest_wait = default.longest_wait,
    |policy, default| policy.after_longest_wait = default.after_longest_wait,
    |policy, default| policy.wrap_up = default.wrap_up,
    |policy, default| policy.per_agent = default.per_agent,
    |policy, default| policy.when_resumed_full = default.when_resumed_full,
];

const AGENT: Forms<AgentSettings> = &[
    |agent, default| agent.capacity = default.capacity,
    |agent, default| agent.groups = default.groups,
    |agent, default| agent.hours = default.hours,
    |agent, default| agent.strict_hours = default.strict_hours,
    |agent, default| agent.offline_after_no_reply = default.offline_after_no_reply,
    |agent, default| agent.answers_when_invisible = default.answers_when_invisible,
    |agent, default| agent.emails_missed = default.emails_missed,
    |agent, default| agent.shift_notices = default.shift_notices,
    |agent, default| agent.skills = default.skills,
    |agent, default| agent.pace = default.pace,
];

const REQUEST: Forms<ChatRequest> = &[
    |request, default| *request = default,
    |request, default| request.agent = default.agent,
    |request, default| request.priority = default.priority,
    |request, default| request.needs = default.needs,
    |request, default| request.relax = default.relax,
    |request, default| request.cost = default.cost,
    |request, default| request.agent_wait = default.agent_wait,
];

/// The simpler form of this number; `None` when there are no more.
pub fn simpler(event: &Event, form: usize) -> Option<Event> {
    let mut simpler = event.clone();
    match &mut simpler {
        Event::WorkspaceConfigured { default_policy: policy, .. }
        | Event::GroupConfigured { policy: Some(policy), .. } => {
            POLICY.get(form)?(policy, Policy::default());
        }
        Event::AgentConfigured(settings) => {
            let default = AgentSettings::new(settings.agent, 1, settings.groups.first().map(|first| first.group));
            AGENT.get(form)?(settings, default);
        }
        Event::ChatRequested(request) => {
            let default = ChatRequest { group: request.group, ..ChatRequest::new(request.chat, GroupId::DEFAULT) };
            REQUEST.get(form)?(request, default);
        }
        Event::ChatClosed { agent, .. } if form == 0 => *agent = None,
        _ => return None,
    }
    Some(simpler)
}
