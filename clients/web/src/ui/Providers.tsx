import { CacheProvider, type EmotionCache } from "@emotion/react";
import CssBaseline from "@mui/material/CssBaseline";
import ScopedCssBaseline from "@mui/material/ScopedCssBaseline";
import { ThemeProvider } from "@mui/material/styles";
import { createContext, type ReactNode, useContext, useEffect, useMemo } from "react";
import { Provider } from "react-redux";
import type { Client } from "../client";
import { TextsProvider } from "../locale/texts";
import { useAppSelector } from "../store";
import { chatTheme } from "./theme";
import { useMode } from "./useMode";

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
  /** Hears the mode in force, for what lies outside of React. */
  onMode?: (mode: "light" | "dark") => void;
  children: ReactNode;
}

/** The store, the styles, the theme and the texts of one chat. */
export function Providers({ client, cache, container = null, onMode, children }: ProvidersProps) {
  return (
    <ClientContext.Provider value={client}>
      <Provider store={client.store}>
        <CacheProvider value={cache}>
          <Themed container={container} {...(onMode ? { onMode } : {})}>
            {children}
          </Themed>
        </CacheProvider>
      </Provider>
    </ClientContext.Provider>
  );
}

function Themed({
  container,
  onMode,
  children,
}: Pick<ProvidersProps, "onMode" | "children"> & { container: HTMLElement | null }) {
  const { theme: choice, textSize, language } = useAppSelector((state) => state.settings);
  const mode = useMode(choice);
  const theme = useMemo(() => chatTheme(mode, textSize, container), [mode, textSize, container]);
  useEffect(() => onMode?.(mode), [mode, onMode]);
  return (
    <ThemeProvider theme={theme}>
      {container === null && <CssBaseline />}
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
