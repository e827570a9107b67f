import Box from "@mui/material/Box";
import CircularProgress from "@mui/material/CircularProgress";
import { lazy, type ReactNode, Suspense, useEffect } from "react";
import { leadsTeam, worksAtDesk } from "../api/identity";
import { ChatScreen } from "../chat/ChatScreen";
import { useTexts } from "../locale/texts";
import { LoginScreen } from "../login/LoginScreen";
import { ResetScreen } from "../login/ResetScreen";
import { useAppSelector } from "../store";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { DESK, TEAM, useResetToken, useRoute } from "../ui/route";
import { useNarrow } from "../ui/useNarrow";
import { SidePanel } from "./SidePanel";
import { UpdateNotice } from "./UpdateNotice";

// Most people never open these.
const DeskScreen = lazy(() => import("../desk/DeskScreen"));
const TeamScreen = lazy(() => import("../team/TeamScreen"));

/** The full page: log-in, chat, and the screens of whoever works on other people's requests. */
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
  const [screen] = useRoute();
  const texts = useTexts();
  const resetToken = useResetToken();
  const signedIn = resetToken === null && status === "signedIn";
  const Work =
    signedIn && screen === DESK && worksAtDesk(person)
      ? DeskScreen
      : signedIn && screen === TEAM && leadsTeam(person)
        ? TeamScreen
        : null;
  const place = Work === DeskScreen ? texts.work.desk : Work === TeamScreen ? texts.work.team : null;
  useEffect(() => {
    document.title = place === null ? texts.product : `${place} · ${texts.product}`;
  }, [place, texts]);
  if (resetToken !== null) return <ResetScreen token={resetToken} />;
  if (status === "starting") return <Waiting />;
  if (status === "signedOut") return <LoginScreen />;
  if (Work)
    return (
      <Suspense fallback={<Waiting />}>
        <Work />
      </Suspense>
    );
  return (
    <WithSidePanel>
      <ChatScreen />
    </WithSidePanel>
  );
}

function WithSidePanel({ children }: { children: ReactNode }) {
  const narrow = useNarrow();
  if (narrow) return children;
  return (
    <Box
      sx={{
        display: "grid",
        gridTemplateColumns: "288px minmax(0, 1fr)",
        gridTemplateRows: "minmax(0, 1fr)",
        height: "100%",
      }}
    >
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
