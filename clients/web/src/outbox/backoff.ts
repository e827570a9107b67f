const FIRST_MS = 1_000;
const LONGEST_MS = 30_000;

/** How long to wait before attempt number `attempt` + 1: twice as long each time, and never less than the server asks. */
export function waitBefore(attempt: number, retryAfterS: number | null): number {
  const growing = Math.min(FIRST_MS * 2 ** (attempt - 1), LONGEST_MS);
  return Math.max(growing, (retryAfterS ?? 0) * 1_000);
}
