import type { Button, ChatReply, HistoryMessage, Rating } from "../api/chat";

/** `person` is whoever is logged in; `agent` a member of the staff who answers in the same chat. */
export type Author = "person" | "assistant" | "agent";

/** One thing said, as it is shown: a bubble, a table, a chart… */
export interface Item {
  id: string;
  author: Author;
  /** ISO 8601. */
  at: string;
  text?: string;
  buttons?: Button[];
  image?: string;
  custom?: unknown;
  /** Of the person's message: what the client called it, and what is shown in the place of a button's payload. */
  clientId?: string;
  title?: string;
  /** Of an answer: the `clientId` of the message that it answers. */
  inReplyTo?: string;
  /** Under which identifier the answer can be rated, and how it was. */
  messageId?: string;
  rating?: Rating;
}

const PARAGRAPHS = /\n{2,}/;

/** A message that the person has just written or chosen. */
export function ownItem(clientId: string, text: string, title: string | undefined, at: Date): Item {
  const item: Item = { id: clientId, author: "person", at: at.toISOString(), text, clientId };
  return title === undefined ? item : { ...item, title };
}

/** The assistant's next reply to the message `clientId`, after `earlier` ones; named as the history will name it. */
export function replyItem(reply: ChatReply, clientId: string, earlier: readonly Item[], at: Date): Item {
  const parts = earlier.filter((item) => item.messageId === reply.message_id).length;
  const item: Item = {
    id: reply.message_id ? partId(reply.message_id, parts) : `${clientId}:${earlier.length}`,
    author: "assistant",
    at: at.toISOString(),
    inReplyTo: clientId,
  };
  return { ...item, ...content(reply), ...(reply.message_id ? { messageId: reply.message_id } : {}) };
}

/**
 * The items of a stored message. The channel gives each paragraph of an utterance without buttons in a reply of its
 * own, and the structured part in another; the history keeps the utterance whole, so it is taken apart likewise.
 */
export function historyItems(message: HistoryMessage): Item[] {
  const { attachments } = message;
  const author: Author =
    message.author === "person" ? "person" : message.author === "assistant" ? "assistant" : "agent";
  const base = { author, at: message.occurred_at };
  if (author === "person") {
    const item: Item = { ...base, id: message.id, text: message.text ?? "" };
    return [message.client_message_id ? { ...item, clientId: message.client_message_id } : item];
  }
  const said = content({ ...attachments, ...(message.text ? { text: message.text } : {}) });
  const parts: Partial<Item>[] = said.buttons
    ? [{ text: said.text ?? "", buttons: said.buttons }]
    : (said.text ?? "")
        .trim()
        .split(PARAGRAPHS)
        .filter((text) => text !== "")
        .map((text) => ({ text }));
  if (said.image) parts.push({ image: said.image });
  if (said.custom !== undefined) parts.push({ custom: said.custom });
  return parts.map((part, index) => {
    const item: Item = { ...base, id: partId(message.id, index), ...part };
    if (author !== "assistant" || index !== parts.length - 1) return item;
    return { ...item, messageId: message.id, ...(message.rating ? { rating: message.rating } : {}) };
  });
}

function partId(messageId: string, index: number): string {
  return index === 0 ? messageId : `${messageId}:${index}`;
}

function content(reply: ChatReply): Pick<Item, "text" | "buttons" | "image" | "custom"> {
  const buttons = reply.buttons?.length ? reply.buttons : reply.quick_replies;
  return {
    ...(reply.text ? { text: reply.text } : {}),
    ...(buttons?.length ? { buttons } : {}),
    ...(reply.image ? { image: reply.image } : {}),
    ...(reply.custom === undefined ? {} : { custom: reply.custom }),
  };
}
