import type { AccessToken, Person } from "../api/identity";
import type { Item } from "../conversation/item";

/** What the tabs of one browser tell each other; it stays in memory and never leaves the origin. */
export type TabMessage =
  | { kind: "token"; token: AccessToken }
  | { kind: "token-wanted" }
  | { kind: "signed-in"; person: Person; token: AccessToken }
  | { kind: "signed-out" }
  | { kind: "queued"; item: Item }
  | { kind: "answered"; clientId: string; replies: Item[] }
  | { kind: "discarded"; clientId: string }
  | { kind: "erased" };

/** A channel to the other tabs; without BroadcastChannel there are none. */
export class Tabs {
  private readonly channel: BroadcastChannel | null;
  private readonly listeners = new Set<(message: TabMessage) => void>();

  constructor(name: string) {
    this.channel = typeof BroadcastChannel === "undefined" ? null : new BroadcastChannel(name);
    this.channel?.addEventListener("message", (event: MessageEvent<TabMessage>) => {
      for (const listener of this.listeners) listener(event.data);
    });
  }

  tell(message: TabMessage): void {
    this.channel?.postMessage(message);
  }

  /** Hear the others until the returned function is called. */
  hear(listener: (message: TabMessage) => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  close(): void {
    this.channel?.close();
    this.listeners.clear();
  }
}

/**
 * Run while no other tab runs something under the same name; where tabs cannot know of each other, just run.
 *
 * `run` hears whether it had to wait for another tab.
 */
export async function alone<Result>(
  name: string,
  run: (waited: boolean) => Promise<Result>,
): Promise<Result> {
  if (typeof navigator === "undefined" || !navigator.locks) return run(false);
  const free = await navigator.locks.request(name, { ifAvailable: true }, async (lock) =>
    lock ? { result: await run(false) } : null,
  );
  return free ? free.result : navigator.locks.request(name, () => run(true));
}
