// The live feed of decisions, the newest on top.

import { at, make } from "./parts.js";
import { because, clock, isBad, sentence } from "./words.js";

const MOST = 200;

const list = at("feed");
const pause = at("pause");
const rows = [];
let waiting = 0;
let names;
let group = "";

const paused = () => pause.getAttribute("aria-pressed") === "true";

/** Takes note of a decision. */
export function tell(row) {
  rows.push(row);
  if (rows.length > MOST) rows.shift();
  if (paused()) {
    waiting += 1;
    label();
  } else {
    show(row);
  }
}

/** Shows all of them anew: other names, or another group. */
export function show_all(newNames, newGroup) {
  [names, group] = [newNames, newGroup];
  if (paused()) return;
  list.replaceChildren();
  rows.forEach(show);
}

/** Forgets all. */
export function clear() {
  rows.length = 0;
  waiting = 0;
  list.replaceChildren();
  label();
}

function show(row) {
  if (!names || !concerns(row)) return;
  const item = make("li");
  const time = make("time", "", clock(new Date(row.at)));
  time.dateTime = row.at;
  item.append(time, make("span", isBad(row.decision) ? "bad" : "", sentence(row.decision, names)));
  item.append(make("span", "because", because(row.reason)));
  item.dataset.index = row.index;
  list.prepend(item);
  while (list.children.length > MOST) list.lastElementChild.remove();
  at("feed-none").hidden = true;
}

/** Whether it is about the group that is looked at. */
function concerns(row) {
  if (!group) return true;
  const it = Object.values(row.decision)[0];
  if ([it.group, it.from, it.to].includes(group)) return true;
  return it.agent != null && names.isMember(it.agent, group);
}

function label() {
  pause.textContent = paused() ? `Go on (${waiting} new)` : "Pause";
}

pause.addEventListener("click", () => {
  pause.setAttribute("aria-pressed", String(!paused()));
  waiting = 0;
  label();
  show_all(names, group);
});
