import { useSyncExternalStore } from "react";

const RESET = "#token=";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/** The token of the reset e-mail's link that the page was opened with, if any. */
export function useResetToken(): string | null {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return hash.startsWith(RESET) ? hash.slice(RESET.length) : null;
}

export function goToChat(): void {
  window.location.hash = "#/";
}
