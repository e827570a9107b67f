import useMediaQuery from "@mui/material/useMediaQuery";
import { createContext, useContext } from "react";

/** Whether the chat sits in a small panel of another page, whatever the size of the screen. */
export const PanelContext = createContext(false);

/** The landmark of what a screen is about; in a panel over another page the main part is that page's own. */
export function useMainPart(): "main" | "div" {
  return useContext(PanelContext) ? "div" : "main";
}

/** Whether there is room for one column only. */
export function useNarrow(): boolean {
  const small = useMediaQuery("(max-width: 899px)");
  return useContext(PanelContext) || small;
}
