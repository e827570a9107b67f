import type { DirectoryAnswer, DirectoryStart } from "../api/identity";

const KEPT = "chatnomina.directory";

/** The directory did not let the person in (`refused`), or the answer is to no log-in of this tab's (`lost`). */
export class DirectoryFailure extends Error {
  override readonly name = "DirectoryFailure";

  constructor(readonly reason: "refused" | "lost") {
    super(reason);
  }
}

/** Go to the directory; what the way back needs stays in this tab, and nowhere in an address. */
export function leaveForDirectory({ authorization_url, state, login_secret }: DirectoryStart): void {
  sessionStorage.setItem(KEPT, JSON.stringify({ state, secret: login_secret }));
  window.location.assign(authorization_url);
}

/**
 * What the directory sent the page back with, or null when it is not from there that the page comes. The address is
 * cleaned: a code in it would stay in the browser's history.
 */
export function backFromDirectory(): DirectoryAnswer | DirectoryFailure | null {
  const query = new URLSearchParams(window.location.search);
  const [state, code, refused] = [query.get("state"), query.get("code"), query.has("error")];
  if (state === null || (code === null && !refused)) return null;
  window.history.replaceState(null, "", new URL("/", window.location.href));
  const begun = takeBegun();
  if (begun?.state !== state) return new DirectoryFailure("lost");
  return code === null ? new DirectoryFailure("refused") : { state, code, secret: begun.secret };
}

function takeBegun(): { state: string; secret: string } | null {
  try {
    const kept = sessionStorage.getItem(KEPT);
    sessionStorage.removeItem(KEPT);
    return kept === null ? null : (JSON.parse(kept) as { state: string; secret: string });
  } catch {
    // A page without storage could not have begun it either.
    return null;
  }
}
