import { useSyncExternalStore } from "react";
import type { ThemeChoice } from "../settings/slice";
import type { Mode } from "./theme";

const DARK = "(prefers-color-scheme: dark)";

function subscribe(onChange: () => void): () => void {
  const query = window.matchMedia(DARK);
  query.addEventListener("change", onChange);
  return () => query.removeEventListener("change", onChange);
}

/** The mode of a choice: for `auto`, that of the device, as it changes. */
export function useMode(choice: ThemeChoice): Mode {
  const dark = useSyncExternalStore(subscribe, () => window.matchMedia(DARK).matches);
  if (choice !== "auto") return choice;
  return dark ? "dark" : "light";
}
