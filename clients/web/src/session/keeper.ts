import type { ApiClient } from "../api/http";
import {
  type AccessToken,
  type DirectoryAnswer,
  type IdentityApi,
  type MeReply,
  type Person,
  personOf,
  type Session,
  WITH_COOKIE,
} from "../api/identity";
import { ApiProblem, SessionEnded, Unreachable } from "../api/problem";
import { conversation } from "../conversation/slice";
import { outbox } from "../outbox/slice";
import type { Vault } from "../storage/vault";
import type { Store } from "../store";
import { DirectoryFailure, leaveForDirectory } from "./directory";
import { session } from "./slice";
import type { Tabs } from "./tabs";
import type { TokenKeeper } from "./tokenKeeper";

const LOG_OUT_PENDING = "chatnomina.log-out-pending";

/** Begins, resumes and ends the session of this browser. */
export class SessionKeeper {
  private entryError: unknown = null;

  constructor(
    private readonly store: Store,
    private readonly identity: IdentityApi,
    private readonly api: ApiClient,
    private readonly tokens: TokenKeeper,
    private readonly vault: Vault,
    private readonly tabs: Tabs,
  ) {
    tabs.hear((message) => {
      if (message.kind === "signed-out") void this.forget();
      if (message.kind === "signed-in") void this.adopt(message.person);
    });
  }

  /**
   * Resume the session of the cookie. Without network the device's own person goes on with what it remembers.
   *
   * `directory` is what the company's directory sent the page back with, or why it did not; the latter, and what the
   * services have against it, waits in `takeEntryError` for the log-in screen.
   */
  async start(directory: DirectoryAnswer | DirectoryFailure | null = null): Promise<void> {
    await this.finishLogOut();
    if (directory && (await this.enterFromDirectory(directory))) return;
    const person = await this.vault.person();
    if (person === null && this.vault.lasting) {
      this.store.dispatch(session.actions.signedOut());
      return;
    }
    if (person) await this.remember(person);
    try {
      await this.tokens.bearer();
      await this.begin(await this.me());
    } catch (error) {
      if (error instanceof SessionEnded) this.expire();
      else if (person) this.continueWithout(error, person);
      else this.store.dispatch(session.actions.signedOut());
    }
  }

  /** Log in. Throws `ApiProblem` or `Unreachable`. */
  async logIn(email: string, password: string): Promise<void> {
    await this.enter(await this.identity.logIn(email, password));
  }

  /** Send the browser to the company's directory, which sends it back. Throws `ApiProblem` or `Unreachable`. */
  async goToDirectory(): Promise<void> {
    leaveForDirectory(await this.identity.startDirectory());
  }

  /** Why the way in through the directory failed, once. */
  takeEntryError(): unknown {
    const error = this.entryError;
    this.entryError = null;
    return error;
  }

  /** Ask the server again who this is, after it could not be reached. */
  async reconnect(): Promise<void> {
    const { person } = this.store.getState().session;
    try {
      await this.tokens.bearer();
      this.store.dispatch(session.actions.wentOnline());
    } catch (error) {
      if (!(error instanceof SessionEnded) && person) this.continueWithout(error, person);
    }
  }

  /** End the session here, or on every device. The device forgets at once; the server as soon as it is reached. */
  async logOut(everywhere: boolean): Promise<void> {
    let ended = true;
    try {
      await this.api.json("/auth/logout", { method: "POST", body: { everywhere }, ...WITH_COOKIE });
    } catch (error) {
      ended = error instanceof SessionEnded || error instanceof ApiProblem;
      if (everywhere && !ended) throw error;
    }
    if (!ended) keepPendingLogOut();
    this.tabs.tell({ kind: "signed-out" });
    await this.forget();
  }

  /** The open sessions of the person, on this and other devices. */
  async sessions(): Promise<Session[]> {
    return (await this.api.json<{ sessions: Session[] }>("/auth/sessions")).sessions;
  }

  /** End one of them. */
  async endSession(id: string): Promise<void> {
    await this.api.json(`/auth/sessions/${encodeURIComponent(id)}`, { method: "DELETE" });
  }

  /** The session ended by itself: what was being said stays for when the person is back. */
  expire(): void {
    this.store.dispatch(session.actions.expired());
  }

  private async enterFromDirectory(directory: DirectoryAnswer | DirectoryFailure): Promise<boolean> {
    try {
      if (directory instanceof DirectoryFailure) throw directory;
      await this.enter(await this.identity.finishDirectory(directory));
      return true;
    } catch (error) {
      this.entryError = error;
      return false;
    }
  }

  private async enter(token: AccessToken): Promise<void> {
    this.tokens.forget();
    this.tokens.keep(token);
    forgetPendingLogOut();
    const person = await this.me();
    await this.begin(person);
    this.tell(person, token);
  }

  private async me(): Promise<Person> {
    return personOf(await this.api.json<MeReply>("/me"));
  }

  private async begin(person: Person): Promise<void> {
    const before = this.store.getState().session.person;
    if (before && before.id !== person.id) this.clear();
    await this.vault.open(person);
    if (!before || before.id !== person.id) await this.remember(person);
    this.store.dispatch(session.actions.wentOnline());
    this.store.dispatch(session.actions.signedIn(person));
  }

  private async adopt(person: Person): Promise<void> {
    const current = this.store.getState().session;
    if (current.status !== "signedIn" || current.person?.id !== person.id) await this.begin(person);
  }

  private async remember(person: Person): Promise<void> {
    const remembered = await this.vault.conversation();
    if (remembered) this.store.dispatch(conversation.actions.remembered(remembered));
    const { session: current } = this.store.getState();
    if (current.person === null) this.store.dispatch(session.actions.recognised(person));
  }

  private continueWithout(error: unknown, person: Person): void {
    if (!(error instanceof Unreachable || error instanceof ApiProblem)) throw error;
    this.store.dispatch(session.actions.wentOffline());
    this.store.dispatch(session.actions.signedIn(person));
  }

  private tell(person: Person, token: AccessToken): void {
    this.tabs.tell({ kind: "signed-in", person, token });
  }

  private async forget(): Promise<void> {
    this.tokens.forget();
    this.clear();
    this.store.dispatch(session.actions.signedOut());
    await this.vault.erase();
  }

  private clear(): void {
    this.store.dispatch(conversation.actions.forgotten());
    this.store.dispatch(outbox.actions.emptied());
  }

  /** A log-out without network left the cookie behind, which only the server can end. */
  private async finishLogOut(): Promise<void> {
    if (!isLogOutPending()) return;
    try {
      await this.identity.revoke();
    } catch (error) {
      if (error instanceof Unreachable) return;
    }
    forgetPendingLogOut();
  }
}

function isLogOutPending(): boolean {
  try {
    return localStorage.getItem(LOG_OUT_PENDING) !== null;
  } catch {
    return false;
  }
}

function keepPendingLogOut(): void {
  try {
    localStorage.setItem(LOG_OUT_PENDING, "1");
  } catch {
    // Without storage nothing is resumed either: the session is out of reach until it expires.
  }
}

function forgetPendingLogOut(): void {
  try {
    localStorage.removeItem(LOG_OUT_PENDING);
  } catch {
    // It was never kept.
  }
}
