import { CacheProvider, type EmotionCache } from "@emotion/react";
import CssBaseline from "@mui/material/CssBaseline";
import GlobalStyles from "@mui/material/GlobalStyles";
import ScopedCssBaseline from "@mui/material/ScopedCssBaseline";
import { ThemeProvider } from "@mui/material/styles";
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { Provider } from "react-redux";
import type { Client } from "../client";
import { TextsProvider } from "../locale/texts";
import type { Language } from "../settings/slice";
import { useAppSelector } from "../store";
import { chatTheme } from "./theme";
import { useMode } from "./useMode";

/** Nothing moves for people who have asked their device for that; in a shadow root this reaches no further than it. */
const STILL = {
  "@media (prefers-reduced-motion: reduce)": {
    "*, *::before, *::after": {
      animationDuration: "0.01ms !important",
      animationIterationCount: "1 !important",
      transitionDuration: "0.01ms !important",
      scrollBehavior: "auto !important",
    },
  },
};

const ClientContext = createContext<Client | null>(null);

/** The chat that the component is part of. */
export function useClient(): Client {
  const client = useContext(ClientContext);
  if (!client) throw new Error("outside of Providers");
  return client;
}

interface ProvidersProps {
  client: Client;
  cache: EmotionCache;
  /** Where dialogs and menus are put, when that is not the document's body. */
  container?: HTMLElement | null;
  /** Hears the mode and the language in force, for what lies outside of React. */
  onLook?: (mode: "light" | "dark", language: Language) => void;
  children: ReactNode;
}

/** The store, the styles, the theme and the texts of one chat. */
export function Providers({ client, cache, container = null, onLook, children }: ProvidersProps) {
  return (
    <ClientContext.Provider value={client}>
      <Provider store={client.store}>
        <CacheProvider value={cache}>
          <Themed container={container} {...(onLook ? { onLook } : {})}>
            {children}
          </Themed>
        </CacheProvider>
      </Provider>
    </ClientContext.Provider>
  );
}

function Themed({
  container,
  onLook,
  children,
}: Pick<ProvidersProps, "onLook" | "children"> & { container: HTMLElement | null }) {
  const { theme: choice, textSize, language } = useAppSelector((state) => state.settings);
  const mode = useMode(choice);
  const theme = useMemo(() => chatTheme(mode, textSize, container), [mode, textSize, container]);
  useEffect(() => onLook?.(mode, language), [mode, language, onLook]);
  return (
    <ThemeProvider theme={theme}>
      {container === null && <CssBaseline />}
      <GlobalStyles styles={STILL} />
      <TextsProvider language={language}>
        {container === null ? (
          children
        ) : (
          <ScopedCssBaseline sx={{ height: "100%" }}>{children}</ScopedCssBaseline>
        )}
      </TextsProvider>
    </ThemeProvider>
  );
}
