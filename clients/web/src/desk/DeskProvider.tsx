import type { ReactNode } from "react";
import { Provider } from "react-redux";
import { useClient } from "../ui/Providers";
import { DeskContext } from "./deskContext";
import { deskStoreOf } from "./store";

/** The desk's own store for the screens within. */
export function DeskProvider({ children }: { children: ReactNode }) {
  const client = useClient();
  return (
    <Provider context={DeskContext} store={deskStoreOf(client)}>
      {children}
    </Provider>
  );
}
