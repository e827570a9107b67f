import { createParser } from "eventsource-parser";
import type { AddressBook } from "./addresses";
import { type ApiClient, reach, type TokenSource } from "./http";
import { ApiProblem, type ProblemDetails, problemOf, SessionEnded, Unreachable } from "./problem";

export interface Button {
  title: string;
  payload: string;
}

/** One utterance of the assistant as the REST channel gives it. */
export interface ChatReply {
  text?: string;
  buttons?: Button[];
  quick_replies?: Button[];
  image?: string;
  custom?: unknown;
  message_id?: string;
}

export interface HistoryMessage {
  id: string;
  author: string;
  text?: string;
  occurred_at: string;
  attachments: { buttons?: Button[]; quick_replies?: Button[]; image?: string; custom?: unknown };
  client_message_id?: string;
  rating?: Rating;
}

export interface HistoryPage {
  messages: HistoryMessage[];
  next_cursor?: string;
}

export type Rating = "up" | "down";

// The channel itself gives up after ten seconds; beyond this nobody is at the other end.
const SILENCE_LIMIT_MS = 20_000;

/** The conversation: messages over the REST channel, history and ratings over the services. */
export class ChatApi {
  constructor(
    private readonly addresses: AddressBook,
    private readonly api: ApiClient,
    private readonly tokens: TokenSource,
  ) {}

  /**
   * Send a message and hear the replies as they are said. When it resolves, the turn is stored; when it throws
   * (`ApiProblem`, `Unreachable`, `SessionEnded`), nothing heard counts and sending again with the same id is safe.
   */
  async send(message: string, clientMessageId: string, onReply: (reply: ChatReply) => void): Promise<void> {
    const { assistant } = await this.addresses.addresses();
    const url = `${assistant}/webhooks/rest/webhook?stream=true`;
    const post = (token: string): Promise<Response> =>
      reach(url, {
        method: "POST",
        headers: {
          Authorization: `Bearer ${token}`,
          "Content-Type": "application/json",
          "Idempotency-Key": clientMessageId,
        },
        body: JSON.stringify({ message }),
      });
    const token = await this.tokens.bearer();
    let response = await post(token);
    if (response.status === 401) {
      response = await post(await this.tokens.renew(token));
      if (response.status === 401) throw new SessionEnded("refused twice");
    }
    if (!response.ok) throw await problemOf(response);
    await hear(response, onReply);
  }

  /** A page of what was said, the latest first. */
  history(cursor?: string, limit = 40): Promise<HistoryPage> {
    return this.api.json("/chat/history", { query: { cursor, limit } });
  }

  /** Delete the conversation, here and in the assistant's memory. */
  erase(): Promise<{ deleted_messages: number; notice: string }> {
    return this.api.json("/chat/history", { method: "DELETE" });
  }

  /** Say whether an answer was of use. */
  async rate(messageId: string, rating: Rating, reason?: string): Promise<void> {
    const body = { message_id: messageId, rating, ...(reason ? { reason } : {}) };
    await this.api.json("/chat/feedback", { method: "POST", body });
  }
}

async function hear(response: Response, onReply: (reply: ChatReply) => void): Promise<void> {
  if (!response.body) throw new Unreachable("no body");
  let ended = false;
  let problem: ApiProblem | null = null;
  const parser = createParser({
    onEvent: (event) => {
      if (event.event === "message") onReply(JSON.parse(event.data) as ChatReply);
      if (event.event === "problem") problem = new ApiProblem(JSON.parse(event.data) as ProblemDetails);
      if (event.event === "done") ended = true;
    },
  });
  const reader = response.body.pipeThrough(new TextDecoderStream()).getReader();
  try {
    while (!ended && !problem) {
      const { done, value } = await withinSilenceLimit(reader.read());
      if (done) break;
      parser.feed(value);
    }
  } catch (error) {
    throw new Unreachable("cut off", { cause: error });
  } finally {
    void reader.cancel().catch(() => undefined);
  }
  if (problem) throw problem;
  if (!ended) throw new Unreachable("cut off before the end");
}

function withinSilenceLimit<Value>(reading: Promise<Value>): Promise<Value> {
  let timer: ReturnType<typeof setTimeout>;
  const silence = new Promise<never>((_resolve, reject) => {
    timer = setTimeout(() => reject(new Unreachable("silence")), SILENCE_LIMIT_MS);
  });
  return Promise.race([reading, silence]).finally(() => clearTimeout(timer));
}
