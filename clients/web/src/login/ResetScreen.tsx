import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import { useTexts } from "../locale/texts";
import { useClient } from "../ui/Providers";
import { goToChat } from "../ui/route";
import { OneFieldForm } from "./OneFieldForm";

/** Where the link of the reset e-mail leads: its token is in the fragment, which is sent to no server. */
export function ResetScreen({ token }: { token: string }) {
  const texts = useTexts();
  const client = useClient();
  return (
    <Box
      component="main"
      sx={{ minHeight: "100%", display: "grid", placeItems: "center", bgcolor: "chat.canvas", p: 2 }}
    >
      <Paper variant="outlined" sx={{ width: "100%", maxWidth: 420, p: 3, borderRadius: 2 }}>
        <OneFieldForm
          title={texts.login.resetTitle}
          intro={texts.login.resetIntro}
          field={{ label: texts.login.newPassword, type: "password", autoComplete: "new-password" }}
          submitLabel={texts.login.resetSubmit}
          done={texts.login.resetDone}
          leaveLabel={texts.login.submit}
          onSubmit={(password) => client.identity.resetPassword(token, password)}
          onLeave={goToChat}
        />
      </Paper>
    </Box>
  );
}
