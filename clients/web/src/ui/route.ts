import { useSyncExternalStore } from "react";

const RESET = "#token=";

/** Screens besides the chat, by what follows `#/`. */
export const DESK = "mesa";
export const TEAM = "equipo";

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

/** The token of the reset e-mail's link that the page was opened with, if any. */
export function useResetToken(): string | null {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return hash.startsWith(RESET) ? hash.slice(RESET.length) : null;
}

/** The parts of the address after `#/`: none for the chat, `["mesa", "casos", id]` for a case. */
export function useRoute(): string[] {
  const hash = useSyncExternalStore(subscribe, () => window.location.hash);
  return hash.startsWith("#/") ? hash.slice(2).split("/").filter(Boolean) : [];
}

/** The address of a screen, for a link. */
export function hrefOf(...parts: string[]): string {
  return `#/${parts.join("/")}`;
}

export function goTo(...parts: string[]): void {
  window.location.hash = hrefOf(...parts);
}

export function goToChat(): void {
  goTo();
}
