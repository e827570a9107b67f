import useMediaQuery from "@mui/material/useMediaQuery";
import { createContext, useContext } from "react";

/** Whether the chat sits in a small panel of another page, whatever the size of the screen. */
export const PanelContext = createContext(false);

/** Whether there is room for one column only. */
export function useNarrow(): boolean {
  const small = useMediaQuery("(max-width: 899px)");
  return useContext(PanelContext) || small;
}
