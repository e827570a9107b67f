import { combineReducers, configureStore } from "@reduxjs/toolkit";
import { setupListeners } from "@reduxjs/toolkit/query/react";
import type { Client } from "../client";
import { deskApi } from "./api/deskApi";
import { drafts } from "./drafts";

const reducer = combineReducers({ [deskApi.reducerPath]: deskApi.reducer, drafts: drafts.reducer });

/** A store for what people at the desk read and write: apart from the chat's, in memory only. */
export function createDeskStore(api: Client["api"]) {
  return configureStore({
    reducer,
    devTools: false,
    middleware: (defaults) =>
      defaults({ thunk: { extraArgument: api }, serializableCheck: false, immutableCheck: false }).concat(
        deskApi.middleware,
      ),
  });
}

export type DeskStore = ReturnType<typeof createDeskStore>;
export type DeskState = ReturnType<DeskStore["getState"]>;

interface Kept {
  store: DeskStore;
  personId: string;
  end: () => void;
}

const kept = new WeakMap<Client, Kept>();

/**
 * The desk's store of a client. It outlives its screens, so that what is being written is still there after a look at
 * the chat or a session that expired; a log-out, or another person, ends it.
 */
export function deskStoreOf(client: Client): DeskStore {
  const personId = client.store.getState().session.person?.id ?? "";
  const present = kept.get(client);
  if (present?.personId === personId) return present.store;
  present?.end();
  const store = createDeskStore(client.api);
  const unlisten = setupListeners(store.dispatch);
  const unsubscribe = client.store.subscribe(() => {
    if (client.store.getState().session.person?.id !== personId) end();
  });
  const end = (): void => {
    unlisten();
    unsubscribe();
    store.dispatch(deskApi.util.resetApiState());
    store.dispatch(drafts.actions.emptied());
    if (kept.get(client)?.store === store) kept.delete(client);
  };
  kept.set(client, { store, personId, end });
  return store;
}
