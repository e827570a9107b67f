import { expect, test } from "vitest";
import type { HistoryPage } from "../../src/api/chat";
import { ApiProblem, Unreachable } from "../../src/api/problem";
import { Reader } from "../../src/conversation/reader";
import { conversation } from "../../src/conversation/slice";
import { session } from "../../src/session/slice";
import { createStore } from "../../src/store";

const PERSON = { id: "p", name: "Ana", firstName: "Ana", email: "a@x.example", position: null, roles: [] };

/** A history of `total` messages, in pages as the server gives them. */
function history(total: number) {
  const all = Array.from({ length: total }, (_each, index) => ({
    id: `h${total - index}`,
    author: (total - index) % 2 ? "person" : "assistant",
    text: `mensaje ${total - index}`,
    occurred_at: new Date(Date.UTC(2026, 0, 1, 0, total - index)).toISOString(),
    attachments: {},
  }));
  return async (cursor?: string, limit = 40): Promise<HistoryPage> => {
    const start = Number(cursor ?? 0);
    const next = start + limit < total ? { next_cursor: String(start + limit) } : {};
    return { messages: all.slice(start, start + limit), ...next };
  };
}

function reading(chat: Partial<ConstructorParameters<typeof Reader>[1]>) {
  const store = createStore();
  store.dispatch(session.actions.signedIn(PERSON));
  return { store, reader: new Reader(store, { history: history(0), rate: async () => undefined, ...chat }) };
}

test("pages are put before what is there, until the beginning", async () => {
  const { store, reader } = reading({ history: history(95) });
  await reader.latest();
  expect(store.getState().conversation).toMatchObject({ cursor: "40", history: "read" });
  await reader.older();
  await reader.older();
  const { items, cursor } = store.getState().conversation;
  expect(cursor).toBeNull();
  expect(items.map((item) => item.id)).toEqual(Array.from({ length: 95 }, (_each, index) => `h${index + 1}`));
  await reader.latest();
  expect(store.getState().conversation.items).toHaveLength(95);
});

test("what the history says again is the same object, and is not drawn again", async () => {
  const { store, reader } = reading({ history: history(5) });
  await reader.latest();
  const before = store.getState().conversation.items;
  await reader.latest();
  expect(store.getState().conversation.items.every((item, index) => item === before[index])).toBe(true);
});

test("searching and exporting read everything, in larger pages, and change nothing by themselves", async () => {
  const { store, reader } = reading({ history: history(250) });
  await reader.latest();
  expect(await reader.everything(new AbortController().signal)).toHaveLength(250);
  expect(store.getState().conversation.items).toHaveLength(40);
});

test("without network the history fails, what is there stays, and the chat knows that it is offline", async () => {
  const { store, reader } = reading({ history: () => Promise.reject(new Unreachable("no network")) });
  store.dispatch(conversation.actions.drafted("¿y en"));
  await reader.latest();
  expect(store.getState().conversation).toMatchObject({ history: "failed", draft: "¿y en" });
  expect(store.getState().session.online).toBe(false);
});

test("what comes after a log-out is nobody's", async () => {
  const { store, reader } = reading({ history: history(3) });
  const asking = reader.latest();
  store.dispatch(session.actions.signedOut());
  await asking;
  expect(store.getState().conversation.items).toEqual([]);
});

test("a rating is shown at once, for every part of the answer, and taken back when it is not taken", async () => {
  const refused = new ApiProblem({ type: "x", title: "", status: 404, detail: "No está." });
  const { store, reader } = reading({ rate: () => Promise.reject(refused) });
  for (const id of ["a", "b"]) {
    const item = { id, author: "assistant", at: "2026-01-01T00:00:00Z", text: id, messageId: "t" } as const;
    store.dispatch(conversation.actions.said(item));
  }
  const ratings = () => store.getState().conversation.items.map((item) => item.rating);
  const rating = reader.rate(store.getState().conversation.items[0] as never, "up");
  expect(ratings()).toEqual(["up", "up"]);
  await expect(rating).rejects.toBe(refused);
  expect(ratings()).toEqual([undefined, undefined]);
});

test("a conversation that the device remembers does not cover what was said since", () => {
  const store = createStore();
  const item = (id: string) => ({ id, author: "person", at: "2026-01-01T00:00:00Z", text: id }) as const;
  store.dispatch(conversation.actions.said(item("now")));
  store.dispatch(conversation.actions.remembered({ items: [item("then")], draft: "borrador" }));
  expect(store.getState().conversation).toMatchObject({ items: [{ id: "now" }], draft: "borrador" });
  store.dispatch(conversation.actions.forgotten());
  expect(store.getState().conversation).toMatchObject({ items: [], draft: "", history: "unread" });
});
