import type { TokenSource } from "../api/http";
import type { AccessToken, IdentityApi } from "../api/identity";
import { SessionEnded } from "../api/problem";
import { alone, type Tabs } from "./tabs";

/** Renewed this long before it expires, so that no request is refused for a token that ran out on its way. */
const MARGIN_MS = 30_000;
/** How long the tab that has just renewed may take to pass its token on. */
const HANDING_OVER_MS = 2_000;
/** How long a token may be on its way from a tab that renewed and let go of the lock just before this one asked. */
const ON_ITS_WAY_MS = 200;

/**
 * Keeps the access token in memory and renews it: one renewal for all tabs, one at a time.
 *
 * `onEnded` hears that the session is over, whoever found out.
 */
export class TokenKeeper implements TokenSource {
  private token: AccessToken | null = null;
  private renewing: Promise<string> | null = null;
  private readonly waiting = new Set<() => void>();

  constructor(
    private readonly identity: Pick<IdentityApi, "refresh">,
    private readonly tabs: Tabs,
    private readonly lockName: string,
    private readonly onEnded: () => void,
  ) {
    tabs.hear((message) => {
      if (message.kind === "token" || message.kind === "signed-in") this.keep(message.token);
      if (message.kind === "token-wanted" && this.token && !this.runsOut(this.token)) {
        tabs.tell({ kind: "token", token: this.token });
      }
    });
  }

  keep(token: AccessToken): void {
    if (this.token && this.token.expiresAt > token.expiresAt) return;
    this.token = token;
    for (const wake of this.waiting) wake();
  }

  forget(): void {
    this.token = null;
  }

  async bearer(): Promise<string> {
    if (this.token && !this.runsOut(this.token)) return this.token.value;
    return this.renew(this.token?.value ?? "");
  }

  renew(refused: string): Promise<string> {
    if (this.token && this.token.value !== refused && !this.runsOut(this.token)) {
      return Promise.resolve(this.token.value);
    }
    this.renewing ??= alone(this.lockName, (waited) => this.renewAlone(refused, waited)).finally(() => {
      this.renewing = null;
    });
    return this.renewing;
  }

  private async renewAlone(refused: string, waited: boolean): Promise<string> {
    // A tab that has just been opened never had a token: there is nothing that another one would have renewed.
    const passedOn =
      waited || this.token
        ? await this.fromAnotherTab(refused, waited ? HANDING_OVER_MS : ON_ITS_WAY_MS)
        : null;
    if (passedOn) return passedOn;
    try {
      const token = await this.identity.refresh();
      this.token = null;
      this.keep(token);
      this.tabs.tell({ kind: "token", token });
      return token.value;
    } catch (error) {
      if (error instanceof SessionEnded) {
        this.token = null;
        this.onEnded();
      }
      throw error;
    }
  }

  /** The token of the tab that held the lock before this one, if it comes in time. */
  private async fromAnotherTab(refused: string, limitMs: number): Promise<string | null> {
    const usable = (): string | null =>
      this.token && this.token.value !== refused && !this.runsOut(this.token) ? this.token.value : null;
    if (usable()) return usable();
    await new Promise<void>((resolve) => {
      const end = (): void => {
        clearTimeout(timer);
        this.waiting.delete(end);
        resolve();
      };
      const timer = setTimeout(end, limitMs);
      this.waiting.add(end);
      this.tabs.tell({ kind: "token-wanted" });
    });
    return usable();
  }

  private runsOut(token: AccessToken): boolean {
    return token.expiresAt - MARGIN_MS <= Date.now();
  }
}
