import Box from "@mui/material/Box";
import CircularProgress from "@mui/material/CircularProgress";
import type { ReactNode } from "react";
import { ChatScreen } from "../chat/ChatScreen";
import { useTexts } from "../locale/texts";
import { LoginScreen } from "../login/LoginScreen";
import { ResetScreen } from "../login/ResetScreen";
import { useAppSelector } from "../store";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { useResetToken } from "../ui/route";
import { useNarrow } from "../ui/useNarrow";
import { SidePanel } from "./SidePanel";
import { UpdateNotice } from "./UpdateNotice";

/** The full page: log-in and chat. */
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
  const { status } = useAppSelector((state) => state.session);
  const resetToken = useResetToken();
  if (resetToken !== null) return <ResetScreen token={resetToken} />;
  if (status === "starting") return <Waiting />;
  if (status === "signedOut") return <LoginScreen />;
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
