import { expect, test } from "vitest";
import { historyItems, type Item, replyItem } from "../../src/conversation/item";

const message = {
  id: "t1.1",
  author: "assistant",
  text: "Uno.\n\nDos.",
  occurred_at: "2026-11-10T14:00:00Z",
  attachments: { custom: { type: "table" } },
  rating: "up",
} as const;

test("a stored utterance is taken apart as the channel had given it, and rated as a whole at its end", () => {
  const items = historyItems(message);
  expect(items.map(({ id, text, custom }) => ({ id, text, custom }))).toEqual([
    { id: "t1.1", text: "Uno.", custom: undefined },
    { id: "t1.1:1", text: "Dos.", custom: undefined },
    { id: "t1.1:2", text: undefined, custom: { type: "table" } },
  ]);
  expect(items.map((item) => item.messageId)).toEqual([undefined, undefined, "t1.1"]);
  expect(items.at(-1)?.rating).toBe("up");
});

test("an utterance with buttons stays whole", () => {
  const buttons = [{ title: "Sí", payload: "/afirmar" }];
  const [item, ...rest] = historyItems({ ...message, attachments: { buttons } });
  expect(item).toMatchObject({ text: "Uno.\n\nDos.", buttons });
  expect(rest).toEqual([]);
});

test("staff are told from the assistant", () => {
  expect(historyItems({ ...message, author: "staff" })[0]?.author).toBe("agent");
});

test("a live reply knows which message it answers and how to rate it", () => {
  const item = replyItem({ text: "Hola", message_id: "t1.1" }, "m1", [], new Date("2026-11-10T14:00:00Z"));
  expect(item).toMatchObject({ id: "t1.1", author: "assistant", inReplyTo: "m1", messageId: "t1.1" });
});

test("the parts of a live answer are named as the history names them, so that nothing is drawn anew", () => {
  const at = new Date(message.occurred_at);
  const live: Item[] = [];
  for (const reply of [{ text: "Uno." }, { text: "Dos." }, { custom: message.attachments.custom }]) {
    live.push(replyItem({ ...reply, message_id: "t1.1" }, "m1", live, at));
  }
  expect(live.map((item) => item.id)).toEqual(historyItems(message).map((item) => item.id));
  expect(replyItem({ text: "sin nombre" }, "m1", live, at).id).toBe("m1:3");
});
