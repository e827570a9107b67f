import { expect, test } from "vitest";
import type { HistoryMessage } from "../../src/api/chat";
import type { Item } from "../../src/conversation/item";
import { shownText, withLatest, withOlder, withTurn } from "../../src/conversation/merging";

const NOW = "2026-11-10T15:00:00.000Z";
const at = (minute: number): string => `2026-11-10T14:${String(minute).padStart(2, "0")}:00.000Z`;
const stored = (id: string, author: string, minute: number, more: Partial<HistoryMessage> = {}) =>
  ({ id, author, text: id, occurred_at: at(minute), attachments: {}, ...more }) as HistoryMessage;
const own = (clientId: string, when: string, more: Partial<Item> = {}): Item => ({
  id: clientId,
  author: "person",
  at: when,
  text: clientId,
  clientId,
  ...more,
});
const reply = (clientId: string, when: string): Item => ({
  id: `${clientId}:0`,
  author: "assistant",
  at: when,
  text: "respuesta",
  inReplyTo: clientId,
});
const ids = (items: Item[]): string[] => items.map((item) => item.id);

test("the history rules, oldest first, over what the device remembers of it", () => {
  const page = [stored("a1", "assistant", 2), stored("q1", "person", 1, { client_message_id: "m1" })];
  const local = [own("m1", at(1)), reply("m1", at(2))];
  expect(ids(withLatest(page, local, new Set(), NOW))).toEqual(["q1", "a1"]);
});

test("messages still to be sent stay at the end, however old they are", () => {
  const page = [stored("a1", "assistant", 2), stored("q1", "person", 1)];
  expect(ids(withLatest(page, [own("m9", "2026-01-01T00:00:00.000Z")], new Set(["m9"]), NOW))).toEqual([
    "q1",
    "a1",
    "m9",
  ]);
});

test("a turn of the last minute stays until the history has it, and an answer until the history has it", () => {
  const just = "2026-11-10T14:59:50.000Z";
  const local = [own("m2", just), reply("m2", just)];
  expect(ids(withLatest([stored("q1", "person", 1)], local, new Set(), NOW))).toEqual(["q1", "m2", "m2:0"]);
  const half = [stored("q2", "person", 59, { client_message_id: "m2" })];
  expect(ids(withLatest(half, local, new Set(), NOW))).toEqual(["q2", "m2:0"]);
});

test("what was erased on another device is gone from this one", () => {
  const local = [own("m1", at(1)), reply("m1", at(2))];
  expect(withLatest([], local, new Set(), NOW)).toEqual([]);
});

test("the title of a chosen button is remembered, and found among the buttons where it is not", () => {
  const page = [stored("q1", "person", 1, { client_message_id: "m1", text: "/afirmar" })];
  const [item] = withLatest(page, [own("m1", at(1), { title: "Sí, enviarla" })], new Set(), NOW);
  expect(item && shownText(item, [])).toBe("Sí, enviarla");
  const asked: Item = {
    id: "a",
    author: "assistant",
    at: at(0),
    buttons: [{ title: "Sí", payload: "/afirmar" }],
  };
  expect(shownText(own("m3", at(3), { text: "/afirmar" }), [asked])).toBe("Sí");
  expect(shownText(own("m3", at(3), { text: "/afirmar" }), [])).toBe("/afirmar");
});

test("an older page comes before, without what is there already", () => {
  const items = withLatest([stored("a2", "assistant", 4)], [], new Set(), NOW);
  const older = [stored("a2", "assistant", 4), stored("q1", "person", 3)];
  expect(ids(withOlder(older, items))).toEqual(["q1", "a2"]);
});

test("an answer goes after its question and what was answered before, not to the end", () => {
  const items = [own("m1", at(1)), reply("m1", at(1)), own("m2", at(2))];
  const more = { ...reply("m1", at(3)), id: "m1:1" };
  expect(ids(withTurn([more], items))).toEqual(["m1", "m1:0", "m1:1", "m2"]);
  expect(ids(withTurn([own("m3", at(4))], items))).toEqual(["m1", "m1:0", "m2", "m3"]);
});
