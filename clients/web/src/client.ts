import { AddressBook } from "./api/addresses";
import { ChatApi } from "./api/chat";
import { ApiClient } from "./api/http";
import { IdentityApi } from "./api/identity";
import { Reader } from "./conversation/reader";
import { conversation } from "./conversation/slice";
import { Sender } from "./outbox/sender";
import { outbox } from "./outbox/slice";
import { SessionKeeper } from "./session/keeper";
import { session } from "./session/slice";
import { type TabMessage, Tabs } from "./session/tabs";
import { TokenKeeper } from "./session/tokenKeeper";
import { readPreferences, writePreferences } from "./settings/preferences";
import type { SettingsState } from "./settings/slice";
import { vaultFor } from "./storage/choosing";
import type { Vault } from "./storage/vault";
import { createStore, type Store } from "./store";

const KEPT_ITEMS = 120;
const KEEP_AFTER_MS = 300;
/** How often a visible chat asks for what people have answered in it. */
const POLL_MS = 30_000;

export interface ClientOptions {
  services: string;
  assistant?: string | null;
  /** What the page that embeds the chat has chosen; over it goes what the person chose. */
  preferences?: Partial<SettingsState>;
}

/** One chat and everything that it works with: the only place where the parts are put together. */
export class Client {
  readonly store: Store;
  readonly api: ApiClient;
  readonly addresses: AddressBook;
  readonly identity: IdentityApi;
  readonly session: SessionKeeper;
  readonly sender: Sender;
  readonly reader: Reader;
  private readonly chat: ChatApi;
  private readonly vault: Vault;
  private readonly tabs: Tabs;
  private readonly leaving = new AbortController();

  constructor({ services, assistant = null, preferences = {} }: ClientOptions) {
    this.store = createStore({ ...preferences, ...readPreferences() });
    this.addresses = new AddressBook(services, assistant);
    this.identity = new IdentityApi(services);
    this.vault = vaultFor(services);
    this.tabs = new Tabs(`chatnomina ${services}`);
    const tokens = new TokenKeeper(this.identity, this.tabs, `chatnomina session ${services}`, () =>
      this.session.expire(),
    );
    this.api = new ApiClient(services, tokens);
    this.chat = new ChatApi(this.addresses, this.api, tokens);
    this.session = new SessionKeeper(this.store, this.identity, this.api, tokens, this.vault, this.tabs);
    this.sender = new Sender(this.store, this.chat, this.vault, this.tabs, `chatnomina outbox ${services}`);
    this.reader = new Reader(this.store, this.chat);
    this.tabs.hear((message) => this.hear(message));
  }

  /** Resume the session, and from then on keep up with the network, the other tabs and what is said. */
  async start(directory: Parameters<SessionKeeper["start"]>[0] = null): Promise<void> {
    this.followStore();
    this.followNetwork();
    await this.session.start(directory);
  }

  /** Stop for good; what was said stays where it is kept. */
  stop(): void {
    this.leaving.abort();
    this.tabs.close();
  }

  /** Delete the conversation on the server and in every tab. Throws what the API throws. */
  async eraseConversation(): Promise<void> {
    await this.chat.erase();
    this.store.dispatch(conversation.actions.forgotten());
    this.tabs.tell({ kind: "erased" });
    await this.reader.latest();
  }

  private followStore(): void {
    let before = this.store.getState();
    let keeping = false;
    const keep = (): void => {
      keeping = false;
      void this.keep();
    };
    const unsubscribe = this.store.subscribe(() => {
      const [last, now] = [before, this.store.getState()];
      before = now;
      const began = now.session.status === "signedIn" && last.session.status !== "signedIn";
      if (began || (now.session.online && !last.session.online && now.session.status === "signedIn")) {
        void this.reader.latest();
        void this.sender.resume();
      }
      if (now.settings !== last.settings) writePreferences(now.settings);
      if (now.conversation !== last.conversation && now.session.person) {
        // Not put off by what follows: a conversation that goes on is kept as well.
        if (!keeping) setTimeout(keep, KEEP_AFTER_MS);
        keeping = true;
      }
    });
    this.leaving.signal.addEventListener("abort", unsubscribe);
    document.addEventListener("visibilitychange", () => document.hidden && void this.keep(), this.leaving);
  }

  private followNetwork(): void {
    const { signal } = this.leaving;
    window.addEventListener("online", () => void this.session.reconnect(), { signal });
    window.addEventListener("offline", () => this.store.dispatch(session.actions.wentOffline()), { signal });
    const poll = (): void => {
      const { status, online } = this.store.getState().session;
      if (document.hidden || status !== "signedIn") return;
      void (online ? this.reader.latest() : this.session.reconnect());
    };
    document.addEventListener("visibilitychange", poll, { signal });
    const timer = setInterval(poll, POLL_MS);
    signal.addEventListener("abort", () => clearInterval(timer));
  }

  private async keep(): Promise<void> {
    const { session: current, conversation: said } = this.store.getState();
    if (!current.person) return;
    await this.vault.keepConversation({ items: said.items.slice(-KEPT_ITEMS), draft: said.draft });
  }

  private hear(message: TabMessage): void {
    if (message.kind === "queued") {
      this.store.dispatch(conversation.actions.said(message.item));
      this.store.dispatch(outbox.actions.queued(message.item.id));
      this.sender.run();
    }
    if (message.kind === "answered") {
      this.store.dispatch(outbox.actions.settled(message.clientId));
      this.store.dispatch(conversation.actions.answered(message));
    }
    if (message.kind === "discarded") this.sender.drop(message.clientId);
    if (message.kind === "erased") this.store.dispatch(conversation.actions.forgotten());
  }
}
