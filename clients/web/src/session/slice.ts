import { createSlice, type PayloadAction } from "@reduxjs/toolkit";
import type { Person } from "../api/identity";

export interface SessionState {
  /** `signedOut` with a person is a session that ended by itself: what they had goes on after a log-in. */
  status: "starting" | "signedOut" | "signedIn";
  person: Person | null;
  /** Whether the server answered the last time it was asked. */
  online: boolean;
}

const initialState: SessionState = { status: "starting", person: null, online: true };

/** Who is logged in, and whether the server can be reached. */
export const session = createSlice({
  name: "session",
  initialState,
  reducers: {
    /** Whose device this is, before the server has said anything. */
    recognised: (state, { payload }: PayloadAction<Person>) => {
      state.person = payload;
    },
    signedIn: (state, { payload }: PayloadAction<Person>) => {
      state.status = "signedIn";
      state.person = payload;
    },
    expired: (state) => {
      state.status = "signedOut";
    },
    signedOut: (state) => {
      state.status = "signedOut";
      state.person = null;
    },
    wentOnline: (state) => {
      state.online = true;
    },
    wentOffline: (state) => {
      state.online = false;
    },
  },
});
