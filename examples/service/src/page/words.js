// What the engine says, in plain words. The lists are closed; a name that is not here is shown as it is.

const REASONS = {
  longest_idle: "free for the longest time",
  least_active: "has the fewest chats",
  most_available: "has the most room",
  round_robin: "next in the round",
  in_order: "first in the group's order",
  best_skilled: "best at what the chat needs",
  had_room: "came to have room, and this chat was next",
  requested: "as asked",
  all_busy: "everybody is busy",
  nobody_there: "nobody is there",
  outside_hours: "outside opening hours",
  unknown_group: "there is no such group",
  transferred: "it was handed on",
  orphaned: "nobody was there for too long",
  group_removed: "the group was removed",
  declined: "the agent declined",
  accept_timeout: "the agent did not accept in time",
  slow_answer: "the visitor waited too long for an answer",
  went_offline: "the agent went offline",
  went_away: "the agent is away",
  went_invisible: "the agent is invisible",
  on_leave: "the agent is on leave",
  presence_lost: "the agent was not seen at any device",
  work_time_ended: "the agent's working time is over",
  visitor_message: "the visitor wrote",
  agent_removed: "the agent was removed",
  shift_started: "their hours began",
  shift_ended: "their hours ended",
  no_reply: "they gave no sign of life",
  missed_offers: "they let too many chats time out",
  agents_available: "somebody may take a chat",
  queue_open: "the queue has a place",
  offline_ticket: "a chat became a ticket",
  missed_chat: "a chat was missed",
  reprioritized: "its priority was changed",
  longest_wait: "it waited as long as a chat may",
  resumed_full: "its agent had no room any more",
  agent_message: "an agent wrote",
  held_for_agent: "it waits for the agent it asked for",
};

const CAUSES = {
  queue_off: "there is no queue",
  queue_full: "the queue is full",
  workspace_tickets_off: "tickets are switched off",
  tickets_off: "the group takes no tickets",
  ticket_limit: "the group has as many tickets as it may",
  unknown_group: "there is no such group",
};

const SOURCES = {
  new: "just came", queue: "from the queue", ticket: "from the tickets", returned: "came back",
  transferred: "handed on", claimed: "taken by choice", slow_answer: "waited too long",
};

const MODES = { live: "live", messenger: "as a messenger", hidden: "hidden" };

const NOTICES = {
  shift_started: "that their hours began", shift_ended: "that their hours ended",
  offline_ticket: "of a ticket", missed_chat: "of a missed chat",
};

const OBSTACLES = {
  offline: "offline",
  away: "away",
  invisible: "invisible",
  on_leave: "on leave",
  outside_strict_hours: "outside their hours",
  not_present: "not seen at any device",
  not_clocked_in: "not clocked in",
  full: "full",
  cooling_down: "had this chat a moment ago",
  lacks_skill: "without the skill",
  tier_closed: "not asked yet: a later tier",
  does_not_fit: "too little room for this chat",
  group_limit: "full with chats of this group",
  held_for_agent: "it waits for somebody else",
  paced: "given as many chats as they may in so short a time",
};

/** One decision as a sentence. `names` says how agents, groups and chats are called. */
export function sentence(decision, names) {
  const [kind] = Object.keys(decision);
  const it = decision[kind];
  const chat = it.chat == null ? "" : names.chat(it.chat);
  const agent = it.agent == null ? "" : names.agent(it.agent);
  switch (kind) {
    case "assign": return `${chat} goes to ${agent} (${SOURCES[it.source] ?? it.source})`;
    case "enqueue": return `${chat} waits for ${names.group(it.group)}, place ${it.position}`;
    case "offline_ticket": return `${chat} is a ticket of ${names.group(it.group)}`;
    case "reject": return `${chat} is turned away: ${CAUSES[it.cause] ?? it.cause}`;
    case "withdraw": return `${chat} is taken from ${agent}`;
    case "miss": return `${chat} is missed`;
    case "position": return `${chat} has place ${it.position}`;
    case "status": return `${agent} is ${it.to}, was ${it.from}`;
    case "widget": return `The widget of ${names.group(it.group)} is ${MODES[it.mode] ?? it.mode}`;
    case "notify": return `${agent} is told ${NOTICES[it.about] ?? it.about}${chat && `: ${chat}`}`;
    case "overflow": return `${chat} goes over from ${names.group(it.from)} to ${names.group(it.to)}`;
    case "resume": return `${chat} counts again for ${agent}${it.over ? ", who now has more than they should" : ""}`;
    default: return kind;
  }
}

/** Why it was decided. */
export const because = (reason) => REASONS[reason] ?? reason;

/** Whether a supervisor should notice. */
export const isBad = (decision) => "reject" in decision || "miss" in decision;

/** What keeps somebody from a chat; `until` says an instant in words. */
export function obstacle(what, until) {
  const [kind, it] = typeof what === "string" ? [what, {}] : Object.entries(what)[0];
  const skill = it.skill ? ` ${it.skill}` : "";
  const end = it.until ? `, until ${until(it.until)}` : "";
  return `${OBSTACLES[kind] ?? kind}${skill}${end}`;
}

/** What keeps a chat from everybody. */
export function hold(what, until) {
  if (what === "assigned") return "Somebody has it.";
  if (what === "not_auto_assigned") return "The group's tickets wait until somebody takes them.";
  if (what?.group_closed) {
    const at = what.group_closed.until;
    return at ? `The group is closed until ${until(at)}.` : "The group is closed and never opens.";
  }
  return "";
}

/** How long it will take, as far as that can be said. */
export function estimate(what) {
  if (what?.between) {
    const [low, high] = [what.between.low_ms / 1000, what.between.high_ms / 1000];
    if (low < 1) return `at most ${span(Math.ceil(high))} more`;
    return span(low) === span(high) ? `about ${span(low)} more` : `${span(low)} to ${span(high)} more`;
  }
  return "";
}

/** The time of day, on a clock of 24 hours. */
export const clock = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit", hourCycle: "h23" });

/** A length of time. */
export function span(seconds) {
  const whole = Math.max(0, Math.round(seconds));
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  if (whole < 86400) return `${Math.floor(whole / 3600)} h ${Math.floor((whole % 3600) / 60)} min`;
  return `${Math.floor(whole / 86400)} d ${Math.floor((whole % 86400) / 3600)} h`;
}
