import Box from "@mui/material/Box";
import CircularProgress from "@mui/material/CircularProgress";
import { lazy, type ReactNode, Suspense } from "react";
import { worksAtDesk } from "../api/identity";
import { ChatScreen } from "../chat/ChatScreen";
import { useTexts } from "../locale/texts";
import { LoginScreen } from "../login/LoginScreen";
import { ResetScreen } from "../login/ResetScreen";
import { useAppSelector } from "../store";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { useHash, useRoute } from "../ui/route";
import { useNarrow } from "../ui/useNarrow";
import { SidePanel } from "./SidePanel";
import { UpdateNotice } from "./UpdateNotice";

const Desk = lazy(() => import("../desk"));

/** The full page: log-in, chat, and the desk for whoever works there. */
export function App() {
  const texts = useTexts();
  return (
    <ErrorBoundary texts={texts} onReload={() => window.location.reload()}>
      <Screen />
      <UpdateNotice />
    </ErrorBoundary>
  );
}

function Screen() {
  const { status, person } = useAppSelector((state) => state.session);
  const route = useRoute();
  const hash = useHash();
  if (route === "reset") return <ResetScreen token={hash.slice("#token=".length)} />;
  if (status === "starting") return <Waiting />;
  if (status === "signedOut") return <LoginScreen />;
  return (
    <WithSidePanel>
      {route === "desk" && worksAtDesk(person) ? (
        <Suspense fallback={<Waiting />}>
          <Desk />
        </Suspense>
      ) : (
        <ChatScreen />
      )}
    </WithSidePanel>
  );
}

function WithSidePanel({ children }: { children: ReactNode }) {
  const narrow = useNarrow();
  if (narrow) return children;
  return (
    <Box sx={{ display: "grid", gridTemplateColumns: "288px minmax(0, 1fr)", gridTemplateRows: "minmax(0, 1fr)", height: "100%" }}>
      <SidePanel />
      {children}
    </Box>
  );
}

function Waiting() {
  const texts = useTexts();
  return (
    <Box sx={{ height: "100%", display: "grid", placeItems: "center", bgcolor: "chat.canvas" }}>
      <CircularProgress aria-label={texts.loading} />
    </Box>
  );
}
