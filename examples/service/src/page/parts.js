// Small parts that every list is made of.

/** An element with a class and a text. Text is only ever set as text, so nothing from outside becomes markup. */
export function make(tag, name = "", text = "") {
  const element = document.createElement(tag);
  if (name) element.className = name;
  if (text) element.textContent = text;
  return element;
}

/** Sets a text only if it changes, so that a screen reader and a selection are left alone. */
export function say(element, text) {
  if (element.textContent !== text) element.textContent = text;
}

/**
 * Brings a list up to date. Rows are kept by key, so that focus and what is open stay; `build` makes one, `update` fills it.
 */
export function keep(list, items, key, build, update) {
  const known = new Map([...list.children].map((row) => [row.dataset.key, row]));
  let before = list.firstElementChild;
  for (const item of items) {
    const name = String(key(item));
    let row = known.get(name);
    if (row) {
      known.delete(name);
    } else {
      row = build(item);
      row.dataset.key = name;
    }
    update(row, item);
    if (row === before) {
      before = before.nextElementSibling;
    } else {
      list.insertBefore(row, before);
    }
  }
  for (const row of known.values()) row.remove();
}

/** An element by its id. */
export const at = (id) => document.getElementById(id);
