import { useSyncExternalStore } from "react";

/** The screens of the full page, by the part of the address after `#`. */
export type Route = "chat" | "desk" | "reset";

const PATHS: [prefix: string, route: Route][] = [
  ["#/mesa", "desk"],
  ["#token=", "reset"],
];

function subscribe(onChange: () => void): () => void {
  window.addEventListener("hashchange", onChange);
  return () => window.removeEventListener("hashchange", onChange);
}

export function useHash(): string {
  return useSyncExternalStore(subscribe, () => window.location.hash);
}

export function useRoute(): Route {
  const hash = useHash();
  return PATHS.find(([prefix]) => hash.startsWith(prefix))?.[1] ?? "chat";
}

export function goTo(hash: "#/" | "#/mesa"): void {
  window.location.hash = hash;
}

/** The parts of the address after a route's own: `#/mesa/casos/12` → `['casos', '12']` for `#/mesa`. */
export function segmentsAfter(prefix: string, hash: string): string[] {
  return hash.slice(prefix.length).split("?")[0]?.split("/").filter(Boolean) ?? [];
}
