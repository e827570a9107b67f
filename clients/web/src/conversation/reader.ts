import type { ChatApi, Rating } from "../api/chat";
import { Unreachable } from "../api/problem";
import { session } from "../session/slice";
import type { Store } from "../store";
import type { Item } from "./item";
import { withOlder } from "./merging";
import { conversation } from "./slice";

const PAGE = 40;
const LARGEST_PAGE = 100;
/** Searching and exporting read the whole history, up to this many messages. */
const MOST = 5_000;

/** Reads the history into the store. Failures are told by the store's `history`, and go no further. */
export class Reader {
  constructor(
    private readonly store: Store,
    private readonly chat: Pick<ChatApi, "history" | "rate">,
  ) {}

  /** The latest page: at the start, after an absence, and now and then for what others have answered. */
  async latest(): Promise<void> {
    try {
      const page = await this.chat.history(undefined, PAGE);
      const { session: current, outbox } = this.store.getState();
      if (current.status !== "signedIn") return;
      this.store.dispatch(session.actions.wentOnline());
      const unsent = Object.keys(outbox.deliveries);
      this.store.dispatch(conversation.actions.latestRead({ page, unsent, now: new Date().toISOString() }));
    } catch (error) {
      this.failed(error);
    }
  }

  /** The page before the oldest message shown. */
  async older(): Promise<void> {
    const { cursor, history } = this.store.getState().conversation;
    if (cursor === null || history === "loading") return;
    this.store.dispatch(conversation.actions.historyWanted());
    try {
      this.store.dispatch(conversation.actions.olderRead(await this.chat.history(cursor, PAGE)));
    } catch (error) {
      this.failed(error);
    }
  }

  /** Everything said, oldest first. Throws what the API throws. */
  async everything(signal: AbortSignal): Promise<Item[]> {
    let { items, cursor } = this.store.getState().conversation;
    while (cursor !== null && items.length < MOST && !signal.aborted) {
      const page = await this.chat.history(cursor, LARGEST_PAGE);
      items = withOlder(page.messages, items);
      cursor = page.next_cursor ?? null;
    }
    return items;
  }

  /** Rate an answer; shown at once and taken back if the server does not take it. */
  async rate(item: Item, rating: Rating, reason?: string): Promise<void> {
    const { messageId } = item;
    if (messageId === undefined) return;
    this.store.dispatch(conversation.actions.rated({ messageId, rating }));
    try {
      await this.chat.rate(messageId, rating, reason);
    } catch (error) {
      this.store.dispatch(conversation.actions.rated({ messageId, rating: item.rating }));
      throw error;
    }
  }

  private failed(error: unknown): void {
    if (error instanceof Unreachable) this.store.dispatch(session.actions.wentOffline());
    this.store.dispatch(conversation.actions.historyFailed());
  }
}
