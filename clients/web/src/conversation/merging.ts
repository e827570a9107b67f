import type { HistoryMessage } from "../api/chat";
import { historyItems, type Item } from "./item";

/** How long a turn may take to reach the history; what is not there by then was erased, here or on another device. */
const HISTORY_LAG_MS = 60_000;

/**
 * The conversation that a page of the history (the latest first) and what this device remembers make together.
 *
 * The history rules. Of the device's own, what remains is what the history cannot know yet: messages still to be sent
 * (`unsent`), and the turns of the last minute before `now` (ISO 8601).
 */
export function withLatest(
  page: HistoryMessage[],
  local: Item[],
  unsent: ReadonlySet<string>,
  now: string,
): Item[] {
  const stored = [...page].reverse().flatMap(historyItems);
  const titles = new Map(
    local.flatMap((item) => (item.clientId && item.title ? [[item.clientId, item.title]] : [])),
  );
  const known = new Set<string>();
  for (const item of stored) {
    if (!item.clientId) continue;
    known.add(item.clientId);
    const title = titles.get(item.clientId);
    if (title !== undefined) item.title = title;
  }
  const lastOwn = stored.findLast((item) => item.author === "person");
  const answered = stored.at(-1)?.author !== "person";
  const recent = new Date(Date.parse(now) - HISTORY_LAG_MS).toISOString();
  const isMissing = (item: Item): boolean => {
    const turn = item.clientId ?? item.inReplyTo;
    if (turn === undefined) return false;
    if (unsent.has(turn)) return item.author === "person" && !known.has(turn);
    if (!known.has(turn)) return item.at > recent;
    return item.author !== "person" && !answered && turn === lastOwn?.clientId;
  };
  return [...stored, ...local.filter(isMissing)];
}

/** The conversation with an older page (the latest first) before it. */
export function withOlder(page: HistoryMessage[], items: Item[]): Item[] {
  const present = new Set(items.map((item) => item.id));
  const older = [...page].reverse().flatMap(historyItems);
  return [...older.filter((item) => !present.has(item.id)), ...items];
}

/** The conversation with what is said next: an answer after its question, which others may be waiting behind. */
export function withTurn(said: Item[], items: Item[]): Item[] {
  const turn = said[0]?.inReplyTo;
  const last =
    turn === undefined ? -1 : items.findLastIndex((item) => (item.clientId ?? item.inReplyTo) === turn);
  if (last === -1) return [...items, ...said];
  return [...items.slice(0, last + 1), ...said, ...items.slice(last + 1)];
}

/** The items, each as the object that it was when it says the same: what has not changed is not drawn again. */
export function keepingSame(before: readonly Item[], items: readonly Item[]): Item[] {
  const known = new Map(before.map((item) => [item.id, item]));
  return items.map((item) => {
    const same = known.get(item.id);
    return same && JSON.stringify(same) === JSON.stringify(item) ? same : item;
  });
}

/** What a person's message is shown as: what they wrote, or the title of the button that they chose. */
export function shownText(item: Item, earlier: readonly Item[]): string {
  const text = item.title ?? item.text ?? "";
  if (item.title !== undefined || item.author !== "person" || !text.startsWith("/")) return text;
  for (const said of [...earlier].reverse()) {
    const chosen = said.buttons?.find((button) => button.payload === text);
    if (chosen) return chosen.title;
  }
  return text;
}
