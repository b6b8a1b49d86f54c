// The groups, those who wait, and the agents.

import { at, keep, make, say } from "./parts.js";
import { estimate, span } from "./words.js";
import { explain } from "./why.js";

const WIDGETS = { live: ["widget live", "good"], messenger: ["widget as messenger", "warn"], hidden: ["widget hidden", "bad"] };
const STATUSES = { online: "good", away: "warn", invisible: "", offline: "" };
const ORDER = ["online", "away", "invisible", "offline"];

/** Shows a state. `now` is the service's clock. */
export function show(state, names, group, now) {
  const ofGroup = (item) => !group || item.group === group;
  keep(at("group-list"), state.groups.filter(ofGroup), (item) => item.group, buildGroup, (row, item) => fillGroup(row, item, names));
  say(at("group-more"), rest(state.groups_total, state.groups.length, "groups"));
  if (!state.groups.length) say(at("group-more"), "There are no groups yet.");
  waiting("queued", state.queued, state.queued_total, "Nobody waits.");
  waiting("ticket", state.tickets, state.tickets_total, "There are no tickets.");
  showAgents(state, names, group);
  say(at("waiting-badge"), String(state.queued_total));
  document.title = state.queued_total ? `${state.queued_total} waiting – frontdesk` : "frontdesk";

  function waiting(kind, items, total, none) {
    const shown = items.filter(ofGroup);
    const list = at(`${kind}-list`);
    keep(list, shown, (item) => item.chat, (item) => buildWait(item, now), (row, item) => fillWait(row, item, names, now));
    const more = rest(total, items.length, group ? "in all groups" : "");
    say(at(`${kind}-more`), total === 0 || (!shown.length && !more) ? none : more);
  }
}

const rest = (total, shown, what) => (total > shown ? `And ${total - shown} more${what && ` ${what}`}, not shown.` : "");
const places = (n) => (n == null ? "∞" : String(n));

function buildGroup() {
  const row = make("li", "card");
  const heading = make("div", "heading");
  heading.append(make("h3"), make("span", "chip"));
  const figures = make("dl", "figures");
  for (const name of ["there", "waiting", "places left", "tickets"]) {
    const figure = make("div");
    figure.append(make("dt", "", name), make("dd"));
    figures.append(figure);
  }
  row.append(heading, figures);
  return row;
}

function fillGroup(row, item, names) {
  const [widget, look] = WIDGETS[item.widget] ?? [item.widget, ""];
  const chip = row.querySelector(".chip");
  say(row.querySelector("h3"), names.group(item.group));
  say(chip, item.open ? widget : `closed, ${widget}`);
  chip.className = `chip ${look}`;
  row.className = `card ${item.waiting ? "waits" : item.widget === "live" ? "free" : ""}`;
  const values = [item.there, item.waiting, places(item.places_left), item.tickets];
  row.querySelectorAll("dd").forEach((value, index) => say(value, String(values[index])));
}

function buildWait(item, now) {
  const row = make("li", "wait");
  const button = make("button", "", "Why?");
  const box = make("div", "why");
  box.hidden = true;
  box.id = `why-${item.chat}`;
  button.type = "button";
  button.setAttribute("aria-expanded", "false");
  button.setAttribute("aria-controls", box.id);
  row.append(make("span", "what"), make("span", "when"), button, box);
  button.addEventListener("click", () => {
    box.hidden = !box.hidden;
    button.setAttribute("aria-expanded", String(!box.hidden));
    if (!box.hidden) {
      box.replaceChildren(make("p", "quiet", "Looking …"));
      explain(box, item.chat, row.names, now);
    }
  });
  return row;
}

function fillWait(row, item, names, now) {
  row.names = names;
  const place = item.position == null ? "" : `, place ${item.position}`;
  row.dataset.where = `${item.group == null ? "no group" : names.group(item.group)}${place}`;
  say(row.querySelector(".what"), names.chat(item.chat));
  row.querySelector("button").setAttribute("aria-label", `Why does ${names.chat(item.chat)} wait?`);
  row.dataset.since = item.since;
  row.dataset.more = estimate(item.estimate);
  since(row, now());
  const box = row.querySelector(".why");
  if (!box.hidden) explain(box, item.chat, names, now);
}

function since(row, now) {
  const waited = `for ${span((now - new Date(row.dataset.since)) / 1000)}`;
  say(row.querySelector(".when"), [row.dataset.where, waited, row.dataset.more].filter(Boolean).join(", "));
}

/** Moves the times of those who wait on. */
export function tick(now) {
  document.querySelectorAll(".wait").forEach((row) => since(row, now));
}

function showAgents(state, names, group) {
  const shown = state.agents.filter((item) => !group || names.isMember(item.agent, group));
  const rank = (item) => ORDER.indexOf(item.status);
  shown.sort((a, b) => rank(a) - rank(b) || names.agent(a.agent).localeCompare(names.agent(b.agent)));
  keep(at("agent-list"), shown, (item) => item.agent, buildAgent, (row, item) => fillAgent(row, item, names));
  say(at("agent-more"), shown.length ? rest(state.agents_total, state.agents.length, "agents") : "There are no agents.");
}

function buildAgent() {
  const row = make("li", "person");
  const load = make("div", "load");
  const bar = make("div", "bar");
  bar.setAttribute("aria-hidden", "true");
  bar.append(make("span"));
  load.append(bar, make("span", "text"));
  row.append(make("span", "who"), make("span", "chip"), load);
  return row;
}

function fillAgent(row, item, names) {
  const chip = row.querySelector(".chip");
  say(row.querySelector(".who"), names.agent(item.agent));
  say(chip, item.status);
  chip.className = `chip ${STATUSES[item.status] ?? ""}`;
  const wrapping = item.wrapping_up ? `, ${item.wrapping_up} in wrap-up` : "";
  say(row.querySelector(".text"), `${item.load} of ${item.capacity}${wrapping}`);
  const bar = row.querySelector(".bar");
  bar.className = `bar ${item.load > item.capacity ? "over" : item.load === item.capacity ? "full" : ""}`;
  const share = item.capacity ? Math.min(1, item.load / item.capacity) : item.load ? 1 : 0;
  bar.firstElementChild.style.inlineSize = `${Math.round(share * 100)}%`;
}
