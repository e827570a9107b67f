import "fake-indexeddb/auto";

/**
 * What browsers have and Node.js does not: whether there is a network, and locks among the tabs of an origin, here as
 * the Web Locks standard has them for exclusive locks.
 */
const queues = new Map<string, Promise<unknown>>();

async function request<Result>(
  name: string,
  optionsOrRun: { ifAvailable?: boolean } | ((lock: object | null) => Promise<Result>),
  maybeRun?: (lock: object | null) => Promise<Result>,
): Promise<Result> {
  const run = maybeRun ?? (optionsOrRun as (lock: object | null) => Promise<Result>);
  const ifAvailable = maybeRun !== undefined && (optionsOrRun as { ifAvailable?: boolean }).ifAvailable;
  const before = queues.get(name);
  if (before && ifAvailable) return run(null);
  const turn = (before ?? Promise.resolve()).then(() => run({ name }));
  const settled = turn.then(
    () => undefined,
    () => undefined,
  );
  queues.set(name, settled);
  void settled.then(() => queues.get(name) === settled && queues.delete(name));
  return turn;
}

Object.defineProperty(globalThis, "navigator", {
  configurable: true,
  value: { onLine: true, locks: { request } },
});
