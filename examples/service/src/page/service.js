// The service: what is asked of it, with the token, and the stream of its decisions.

const KEY = "frontdesk-token";

/** The service said no. */
export class Refusal extends Error {
  constructor(status, code, message) {
    super(message);
    this.status = status;
    this.code = code;
  }
}

export const token = () => sessionStorage.getItem(KEY);
export const keepToken = (text) => sessionStorage.setItem(KEY, text);
export const forgetToken = () => sessionStorage.removeItem(KEY);

async function ask(path, options = {}) {
  const headers = { ...options.headers, Authorization: `Bearer ${token()}` };
  const answer = await fetch(path, { ...options, headers, cache: "no-store" });
  if (!answer.ok) {
    const body = await answer.json().catch(() => ({}));
    throw new Refusal(answer.status, body.error ?? "unknown", body.message ?? `The service answered ${answer.status}.`);
  }
  return answer;
}

export const state = async (signal) => (await ask("/state", { signal })).json();
export const why = async (chat) => (await ask(`/chats/${encodeURIComponent(chat)}/why`)).json();

/** Reads decisions after an index until the stream ends; tells each, and when it is open. */
export async function follow(after, { signal, opened, told }) {
  const answer = await ask("/decisions", { signal, headers: { "Last-Event-ID": String(after) } });
  opened();
  const reader = answer.body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = "";
  for (;;) {
    const { value, done } = await reader.read();
    if (done) return;
    const events = (rest + value).split("\n\n");
    rest = events.pop();
    for (const event of events) {
      const data = event.split("\n").filter((line) => line.startsWith("data:")).map((line) => line.slice(5).trim());
      if (data.length) told(JSON.parse(data.join("\n")));
    }
  }
}
