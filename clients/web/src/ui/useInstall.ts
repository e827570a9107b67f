import { useSyncExternalStore } from "react";

/** What browsers that can install a page offer (Web Application Manifest incubations); no types of it ship yet. */
interface InstallOffer extends Event {
  prompt: () => Promise<void>;
}

let offer: InstallOffer | null = null;
const listeners = new Set<() => void>();

function change(next: InstallOffer | null): void {
  offer = next;
  for (const listener of listeners) listener();
}

/** Listen from the first moment: the browser makes the offer once, before anything is shown. */
export function awaitInstallOffer(): void {
  window.addEventListener("beforeinstallprompt", (event) => {
    event.preventDefault();
    change(event as InstallOffer);
  });
  window.addEventListener("appinstalled", () => change(null));
}

/** Installs the app, when the browser can and has not yet. */
export function useInstall(): (() => void) | null {
  const current = useSyncExternalStore(
    (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    () => offer,
  );
  return current ? () => void current.prompt().finally(() => change(null)) : null;
}
