// Why a chat waits: for each member of its group what keeps them from it.

import { make } from "./parts.js";
import { Refusal, why } from "./service.js";
import { clock, hold, obstacle, span } from "./words.js";

/** How many names stand side by side. */
const MOST = 6;

/** Fills a box with the answer for a chat. `now` is the service's clock. */
export async function explain(box, chat, names, now) {
  try {
    const answer = await why(chat);
    box.replaceChildren(...paragraphs(answer, names, now()));
  } catch (error) {
    const gone = error instanceof Refusal && error.status === 404;
    const text = gone ? "It does not wait any more." : `That cannot be said now: ${error.message}`;
    box.replaceChildren(make("p", "", text));
  }
}

function paragraphs({ explanation, soonest }, names, now) {
  const until = (at) => instant(at, now);
  const parts = [];
  const held = hold(explanation.hold, until);
  if (held) parts.push(make("p", "", held));
  if (explanation.state !== "assigned") {
    const text = soonest
      ? `If nothing else happens, somebody takes it at ${until(soonest)}.`
      : "Time alone brings it to nobody: somebody has to come, or to finish a chat.";
    parts.push(make("p", "", text));
  }
  if (!explanation.candidates.length) parts.push(make("p", "", "The group has no members."));
  const list = make("ul");
  for (const [words, agents] of alike(explanation.candidates, until)) {
    const item = make("li");
    item.append(make("span", "who", several(agents.map(names.agent))), make("span", "", words));
    list.append(item);
  }
  parts.push(list);
  return parts;
}

/** Members with the same obstacles together, each where its first one stands in the order of choice. */
function alike(candidates, until) {
  const rows = new Map();
  for (const { agent, obstacles } of candidates) {
    const words = obstacles.map((what) => obstacle(what, until)).join("; ") || "may take it";
    rows.set(words, [...(rows.get(words) ?? []), agent]);
  }
  return rows;
}

/** A few names, and how many more. */
function several(all) {
  const shown = all.slice(0, MOST).join(", ");
  return all.length > MOST ? `${shown} and ${all.length - MOST} more` : shown;
}

/** An instant, and how far away it is. */
function instant(at, now) {
  const date = new Date(at);
  const away = (date - now) / 1000;
  const day = Math.abs(away) > 43200 ? `${date.toLocaleDateString()} ` : "";
  return `${day}${clock(date)} (in ${span(away)})`;
}
