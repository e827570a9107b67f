import type { ChatApi } from "../api/chat";
import { ApiProblem, SessionEnded, Unreachable } from "../api/problem";
import { type Item, ownItem, replyItem } from "../conversation/item";
import { conversation } from "../conversation/slice";
import { session } from "../session/slice";
import { alone, type Tabs } from "../session/tabs";
import type { Vault } from "../storage/vault";
import type { Store } from "../store";
import { waitBefore } from "./backoff";
import { outbox, type Refusal } from "./slice";

/** Beyond these attempts the person decides whether to go on. */
const MAXIMUM_ATTEMPTS = 5;
const TRY_AGAIN = new Set([408, 425, 429, 500, 502, 503, 504]);

type Outcome = "answered" | "refused" | "wait-for-network" | "wait-for-log-in";

/**
 * Sends what the person says: in order, one at a time among all tabs, and each message once.
 *
 * A message is in the vault before it is sent and until it is answered, always under the same client message id, which
 * makes the server answer a repetition with what it answered the first time.
 */
export class Sender {
  private running = false;
  private wakeUp: (() => void) | null = null;

  constructor(
    private readonly store: Store,
    private readonly chat: Pick<ChatApi, "send">,
    private readonly vault: Vault,
    private readonly tabs: Tabs,
    private readonly lockName: string,
    private readonly newId: () => string = () => crypto.randomUUID(),
  ) {}

  /** Say something: `title` is what is shown of a button whose payload is `text`. */
  async say(text: string, title?: string): Promise<void> {
    const item = ownItem(this.newId(), text, title, new Date());
    const clientId = item.id;
    this.store.dispatch(conversation.actions.said(item));
    this.store.dispatch(outbox.actions.queued(clientId));
    await this.vault.addUnsent({ clientId, item });
    this.tabs.tell({ kind: "queued", item });
    this.run();
  }

  /** Take up what an earlier visit, or another tab that has closed since, left unsent. */
  async resume(): Promise<void> {
    for (const { clientId, item } of await this.vault.unsent()) {
      this.store.dispatch(conversation.actions.said(item));
      if (!this.store.getState().outbox.deliveries[clientId]) {
        this.store.dispatch(outbox.actions.queued(clientId));
      }
    }
    this.run();
  }

  /** Try a refused message again. */
  retry(clientId: string): void {
    this.store.dispatch(outbox.actions.queued(clientId));
    this.run();
  }

  /** Give a refused message up. */
  async discard(clientId: string): Promise<void> {
    await this.vault.removeUnsent(clientId);
    this.drop(clientId);
    this.tabs.tell({ kind: "discarded", clientId });
  }

  /** Forget a message that another tab has seen to. */
  drop(clientId: string): void {
    this.store.dispatch(outbox.actions.settled(clientId));
    this.store.dispatch(conversation.actions.discarded(clientId));
  }

  /** Send what waits; also at once what is waiting for its next attempt. */
  run(): void {
    this.wakeUp?.();
    if (this.running) return;
    this.running = true;
    void this.drain().finally(() => {
      this.running = false;
    });
  }

  private async drain(): Promise<void> {
    for (let next = this.next(); next !== null; next = this.next()) {
      const clientId = next;
      const outcome = await alone(this.lockName, () => this.send(clientId));
      if (outcome === "wait-for-network" || outcome === "wait-for-log-in") return;
    }
  }

  private next(): string | null {
    const { session: current, outbox: waiting } = this.store.getState();
    if (current.status !== "signedIn" || !current.online) return null;
    return (
      Object.entries(waiting.deliveries).find(([, delivery]) => delivery.state === "queued")?.[0] ?? null
    );
  }

  private async send(clientId: string): Promise<Outcome> {
    // Another tab may have sent it while this one waited for its turn.
    if (!(await this.vault.hasUnsent(clientId))) {
      this.store.dispatch(outbox.actions.settled(clientId));
      return "answered";
    }
    for (let attempt = 1; ; attempt += 1) {
      try {
        await this.attempt(clientId);
        return "answered";
      } catch (error) {
        this.store.dispatch(conversation.actions.answered({ clientId, replies: [] }));
        if (error instanceof SessionEnded) return this.postpone(clientId, "wait-for-log-in");
        if (error instanceof Unreachable && !navigator.onLine) {
          this.store.dispatch(session.actions.wentOffline());
          return this.postpone(clientId, "wait-for-network");
        }
        const problem = error instanceof ApiProblem ? error : null;
        if (problem && !TRY_AGAIN.has(problem.status)) return this.refuse(clientId, refusalOf(problem));
        if (attempt === MAXIMUM_ATTEMPTS) {
          if (problem) return this.refuse(clientId, refusalOf(problem));
          this.store.dispatch(session.actions.wentOffline());
          return this.postpone(clientId, "wait-for-network");
        }
        await this.pause(waitBefore(attempt, problem?.retryAfterS ?? null));
      }
    }
  }

  private async attempt(clientId: string): Promise<void> {
    const item = this.store.getState().conversation.items.find((each) => each.clientId === clientId);
    this.store.dispatch(outbox.actions.sending(clientId));
    const replies: Item[] = [];
    await this.chat.send(item?.text ?? "", clientId, (reply) => {
      const said = replyItem(reply, clientId, replies, new Date());
      replies.push(said);
      this.store.dispatch(conversation.actions.said(said));
    });
    await this.vault.removeUnsent(clientId);
    this.store.dispatch(outbox.actions.settled(clientId));
    this.tabs.tell({ kind: "answered", clientId, replies });
  }

  private postpone(clientId: string, outcome: Outcome): Outcome {
    this.store.dispatch(outbox.actions.queued(clientId));
    return outcome;
  }

  private refuse(clientId: string, refusal: Refusal): Outcome {
    this.store.dispatch(outbox.actions.failed({ clientId, refusal }));
    return "refused";
  }

  private pause(milliseconds: number): Promise<void> {
    return new Promise((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.wakeUp = null;
        resolve();
      };
      const timer = setTimeout(end, milliseconds);
      this.wakeUp = end;
    });
  }
}

function refusalOf({ details }: ApiProblem): Refusal {
  const code = details.instance?.replace("urn:uuid:", "");
  return { detail: details.detail, ...(code && details.status >= 500 ? { code } : {}) };
}
