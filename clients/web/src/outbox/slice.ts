import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

/** Why a message was not taken: the server's own words when it has some. */
export interface Refusal {
  detail: string;
  code?: string;
}

export type Delivery = { state: "queued" | "sending" } | { state: "failed"; refusal: Refusal };

export interface OutboxState {
  /** By client message id, in the order of sending; a message that is not here has been answered. */
  deliveries: Record<string, Delivery>;
}

const initialState: OutboxState = { deliveries: {} };

/** How far each message that is not answered yet has come. */
export const outbox = createSlice({
  name: "outbox",
  initialState,
  reducers: {
    queued: (state, { payload }: PayloadAction<string>) => {
      state.deliveries[payload] = { state: "queued" };
    },
    sending: (state, { payload }: PayloadAction<string>) => {
      if (state.deliveries[payload]) state.deliveries[payload] = { state: "sending" };
    },
    failed: (state, { payload }: PayloadAction<{ clientId: string; refusal: Refusal }>) => {
      state.deliveries[payload.clientId] = { state: "failed", refusal: payload.refusal };
    },
    settled: (state, { payload }: PayloadAction<string>) => {
      delete state.deliveries[payload];
    },
    emptied: () => initialState,
  },
});
