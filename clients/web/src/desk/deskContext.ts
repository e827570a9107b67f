import { createContext } from "react";
import {
  createDispatchHook,
  createSelectorHook,
  createStoreHook,
  type ReactReduxContextValue,
} from "react-redux";

/** Where the desk's own store is: the chat's is in the usual context. */
export const DeskContext = createContext<ReactReduxContextValue | null>(null);

// Without types, which depend on the store, which depends on what is made with these.
export const hooks = {
  useDispatch: createDispatchHook(DeskContext),
  useSelector: createSelectorHook(DeskContext),
  useStore: createStoreHook(DeskContext),
};
