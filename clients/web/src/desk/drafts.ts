import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

/** What is being written, by where: `${caseId} reply`, `${caseId} reject`… */
export type DraftsState = Record<string, string>;

const initialState: DraftsState = {};

/** What people are writing at the desk: no refresh, no screen change and no refusal takes it away. */
export const drafts = createSlice({
  name: "drafts",
  initialState,
  reducers: {
    written: (state, { payload }: PayloadAction<{ place: string; text: string }>) => {
      if (payload.text === "") delete state[payload.place];
      else state[payload.place] = payload.text;
    },
    emptied: () => initialState,
  },
});
