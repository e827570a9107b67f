import { createSlice, original, type PayloadAction } from "@reduxjs/toolkit";
import type { HistoryPage, Rating } from "../api/chat";
import type { Item } from "./item";
import { keepingSame, withLatest, withOlder, withTurn } from "./merging";

export interface ConversationState {
  /** In the order in which they were said. */
  items: Item[];
  /** Where the history continues with older messages; null at its beginning. */
  cursor: string | null;
  history: "unread" | "loading" | "read" | "failed";
  /** What is being written and was not sent. */
  draft: string;
}

const initialState: ConversationState = { items: [], cursor: null, history: "unread", draft: "" };

/** What was said, and how much of the history has been read. */
export const conversation = createSlice({
  name: "conversation",
  initialState,
  reducers: {
    remembered: (state, { payload }: PayloadAction<{ items: Item[]; draft: string }>) => {
      if (state.items.length === 0) state.items = payload.items;
      if (state.draft === "") state.draft = payload.draft;
    },
    historyWanted: (state) => {
      state.history = "loading";
    },
    historyFailed: (state) => {
      state.history = "failed";
    },
    /** The latest page of the history as it was at `now`. */
    latestRead: (state, { payload }: PayloadAction<{ page: HistoryPage; unsent: string[]; now: string }>) => {
      const { page, unsent, now } = payload;
      const oldest = page.messages.at(-1)?.occurred_at ?? "";
      const rest = state.history === "unread" ? [] : state.items.filter((item) => isOlder(item, oldest));
      if (rest.length === 0) state.cursor = page.next_cursor ?? null;
      const items = [...rest, ...withLatest(page.messages, state.items, new Set(unsent), now)];
      state.items = keepingSame(original(state)?.items ?? [], items);
      state.history = "read";
    },
    olderRead: (state, { payload }: PayloadAction<HistoryPage>) => {
      state.items = withOlder(payload.messages, state.items);
      state.cursor = payload.next_cursor ?? null;
      state.history = "read";
    },
    /** The whole history: what was said in the meantime stays after it. */
    wholeRead: (state, { payload }: PayloadAction<Item[]>) => {
      const known = new Set(payload.map((item) => item.id));
      state.items = [...payload, ...state.items.filter((item) => !known.has(item.id))];
      state.cursor = null;
      state.history = "read";
    },
    said: (state, { payload }: PayloadAction<Item>) => {
      if (!state.items.some((item) => item.id === payload.id)) state.items = withTurn([payload], state.items);
    },
    /** Whatever was heard of a turn is replaced: by nothing when it failed, by the replies when another tab had it. */
    answered: (state, { payload }: PayloadAction<{ clientId: string; replies: Item[] }>) => {
      const { clientId, replies } = payload;
      const others = state.items.filter((item) => item.inReplyTo !== clientId);
      state.items = withTurn(replies, others);
    },
    discarded: (state, { payload }: PayloadAction<string>) => {
      state.items = state.items.filter((item) => item.clientId !== payload && item.inReplyTo !== payload);
    },
    rated: (state, { payload }: PayloadAction<{ messageId: string; rating: Rating | undefined }>) => {
      // The parts of one utterance share its identifier.
      for (const item of state.items) {
        if (item.messageId !== payload.messageId) continue;
        if (payload.rating) item.rating = payload.rating;
        else delete item.rating;
      }
    },
    drafted: (state, { payload }: PayloadAction<string>) => {
      state.draft = payload;
    },
    forgotten: () => initialState,
  },
});

function isOlder(item: Item, oldest: string): boolean {
  return item.clientId === undefined && item.inReplyTo === undefined && item.at < oldest;
}
