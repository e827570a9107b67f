import { combineReducers, configureStore } from "@reduxjs/toolkit";
import { useDispatch, useSelector } from "react-redux";
import { conversation } from "./conversation/slice";
import { outbox } from "./outbox/slice";
import { session } from "./session/slice";
import { type SettingsState, settings } from "./settings/slice";

const reducer = combineReducers({
  session: session.reducer,
  conversation: conversation.reducer,
  outbox: outbox.reducer,
  settings: settings.reducer,
});

export type RootState = ReturnType<typeof reducer>;

/** A store of its own for each chat on a page. */
export function createStore(preferences: Partial<SettingsState> = {}) {
  const store = configureStore({ reducer, devTools: false });
  store.dispatch(settings.actions.chosen(preferences));
  return store;
}

export type Store = ReturnType<typeof createStore>;

export const useAppSelector = useSelector.withTypes<RootState>();
export const useAppDispatch = useDispatch.withTypes<Store["dispatch"]>();
