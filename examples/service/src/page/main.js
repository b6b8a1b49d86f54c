// The page: signs in, keeps the board up to date, and follows the decisions.

import * as board from "./board.js";
import * as feed from "./feed.js";
import { at, keep, make, say } from "./parts.js";
import * as service from "./service.js";

/** How many decisions of the past are shown at first. */
const PAST = 100;
/** How long after a decision the board is asked for, so that many decisions are one question. */
const SOON = 400;
/** How often it is asked for without any. */
const OFTEN = 5000;
const DEFAULT = "ffffffff-ffff-ffff-ffff-ffffffffffff";

let session;

/** How agents, groups and chats are called. */
function namesOf(state) {
  const groups = new Map(state.groups.map((item) => [item.group, item.name]));
  const agents = new Map(state.agents.map((item) => [item.agent, item]));
  // The end of an id: what is in order of time begins alike.
  const short = (id) => (id.length > 20 ? `…${id.slice(-8)}` : id);
  return {
    group: (id) => groups.get(id) ?? (id === DEFAULT ? "Default group" : `Group ${short(id)}`),
    agent: (id) => agents.get(id)?.name ?? `Agent ${short(id)}`,
    chat: (id) => `Chat ${short(id)}`,
    isMember: (agent, group) => group === DEFAULT || (agents.get(agent)?.groups.includes(group) ?? false),
  };
}

/** What lasts from signing in to signing out. */
class Session {
  constructor() {
    this.end = new AbortController();
    this.offset = 0;
    this.now = () => new Date(Date.now() + this.offset);
    this.beats = [setInterval(() => board.tick(this.now()), 1000), setInterval(() => this.refresh(), OFTEN)];
  }

  async refresh() {
    if (this.asking) {
      this.again = true;
      return;
    }
    this.asking = true;
    try {
      this.show(await service.state(this.end.signal));
    } catch (error) {
      this.fail(error);
    }
    this.asking = false;
    if (this.again && !this.end.signal.aborted) {
      this.again = false;
      this.soon();
    }
  }

  soon() {
    this.timer ??= setTimeout(() => {
      this.timer = undefined;
      this.refresh();
    }, SOON);
  }

  show(state) {
    this.state = state;
    this.offset = new Date(state.clock) - Date.now();
    const names = namesOf(state);
    const choices = [{ id: "", name: "All groups" }];
    choices.push(...state.groups.map((item) => ({ id: item.group, name: names.group(item.group) })));
    keep(at("group"), choices, (item) => item.id, () => make("option"), (option, item) => {
      option.value = item.id;
      say(option, item.name);
    });
    const group = at("group").value;
    board.show(state, names, group, this.now);
    const look = JSON.stringify([group, state.groups.map((item) => item.name), state.agents.map((item) => [item.agent, item.name, item.groups])]);
    if (look !== this.look) {
      this.look = look;
      feed.show_all(names, group);
    }
  }

  async follow() {
    let wait = 500;
    const opened = () => {
      wait = 500;
      link("Live", "live");
      this.soon();
    };
    const told = (row) => {
      this.last = row.index;
      feed.tell(row);
      this.soon();
    };
    while (!this.end.signal.aborted) {
      try {
        await service.follow(this.last, { signal: this.end.signal, opened, told });
      } catch (error) {
        // The log is another one: all begins anew.
        if (error.code === "unknown_index") return void start();
        this.fail(error);
      }
      if (this.end.signal.aborted) return;
      link("No connection, trying again", "lost");
      await new Promise((done) => setTimeout(done, wait));
      wait = Math.min(wait * 2, 10000);
    }
  }

  fail(error) {
    if (this.end.signal.aborted) return;
    if (error.status === 401 || error.status === 403) {
      signOut("This token is not known any more.");
    } else {
      link("No connection, trying again", "lost");
    }
  }

  stop() {
    this.end.abort();
    this.beats.forEach(clearInterval);
    clearTimeout(this.timer);
  }
}

function link(text, look) {
  say(at("link"), text);
  at("link").className = `link ${look}`;
}

function signedIn(yes) {
  at("sign-in").hidden = yes;
  for (const id of ["tools", "places", "board"]) at(id).hidden = !yes;
}

function signOut(why = "") {
  session?.stop();
  session = undefined;
  service.forgetToken();
  feed.clear();
  document.title = "frontdesk";
  signedIn(false);
  link("Not signed in", "");
  at("sign-in-error").textContent = why;
  at("token").focus();
}

/** Begins with the token that is kept; says why if that does not work. */
async function start() {
  session?.stop();
  feed.clear();
  try {
    const state = await service.state();
    session = new Session();
    session.last = Math.max(0, state.decision - PAST);
    signedIn(true);
    session.show(state);
    session.follow();
    return "";
  } catch (error) {
    if (error.status !== 401) return `The service cannot be asked: ${error.message}`;
    service.forgetToken();
    return "This token is not known.";
  }
}

at("sign-in").addEventListener("submit", async (event) => {
  event.preventDefault();
  at("sign-in-error").textContent = "";
  service.keepToken(at("token").value.trim());
  const problem = await start();
  at("sign-in-error").textContent = problem;
  if (problem) return at("token").focus();
  at("token").value = "";
  at("main").focus();
});
at("sign-out").addEventListener("click", () => signOut());
at("group").addEventListener("change", () => session?.show(session.state));

const problem = service.token() ? await start() : "";
if (!session) {
  signedIn(false);
  at("sign-in-error").textContent = problem;
}
