let waiting: ServiceWorker | null = null;
const listeners = new Set<() => void>();

export const TAKE_OVER = "take-over";

export function waitingWorker(): ServiceWorker | null {
  return waiting;
}

export function onWaiting(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Let the new version in, and load the page with it. */
export function takeOver(): void {
  navigator.serviceWorker.addEventListener("controllerchange", () => window.location.reload(), {
    once: true,
  });
  waiting?.postMessage(TAKE_OVER);
}

/**
 * Keep the app's files for when there is no network. Where the browser has no service workers or refuses this one (a
 * private window, a policy, a full disk), the page works, but only online.
 */
export async function keepForOffline(): Promise<void> {
  if (!("serviceWorker" in navigator)) return;
  const registration = await navigator.serviceWorker
    .register(scriptAddress("sw.js") as string)
    .catch(() => null);
  if (!registration) return;
  const notice = (worker: ServiceWorker | null): void => {
    // The first one replaces nothing that the person could be using.
    if (!worker || !navigator.serviceWorker.controller) return;
    waiting = worker;
    for (const listener of listeners) listener();
  };
  // A page that is busy may hear of a version only when that one has been installed already.
  const look = (): void => {
    const { installing } = registration;
    notice(registration.waiting);
    if (installing?.state === "installed") notice(installing);
    installing?.addEventListener("statechange", () => installing.state === "installed" && notice(installing));
  };
  look();
  registration.addEventListener("updatefound", look);
}

interface TrustedTypes {
  createPolicy(
    name: string,
    rules: { createScriptURL: (url: string) => string },
  ): {
    createScriptURL(url: string): unknown;
  };
}

/** The page's policy lets only this one name the address of a script, and it names this one. */
function scriptAddress(path: string): unknown {
  const address = new URL(path, document.baseURI).href;
  const { trustedTypes } = window as { trustedTypes?: TrustedTypes };
  return trustedTypes
    ? trustedTypes.createPolicy("chatnomina", { createScriptURL: () => address }).createScriptURL(address)
    : address;
}
