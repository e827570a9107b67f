import { createSlice, type PayloadAction } from "@reduxjs/toolkit";

export type ThemeChoice = "auto" | "light" | "dark";
export type Language = "es" | "en";

export const TEXT_SIZES = [0.875, 1, 1.15, 1.3, 1.5] as const;

/** How a person likes to see the chat. */
export interface SettingsState {
  theme: ThemeChoice;
  language: Language;
  /** Multiplies every letter. */
  textSize: number;
}

const initialState: SettingsState = { theme: "auto", language: "es", textSize: 1 };

/** Choices that outlive the session: they are this device's, not the account's. */
export const settings = createSlice({
  name: "settings",
  initialState,
  reducers: {
    chosen: (state, { payload }: PayloadAction<Partial<SettingsState>>) => ({ ...state, ...payload }),
  },
});
