import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useTexts } from "../locale/texts";

/** Where HR and payroll see to what the chat could not. */
export default function Desk() {
  const texts = useTexts();
  return (
    <Box component="main" sx={{ height: "100%", overflowY: "auto", p: 3, bgcolor: "chat.canvas" }}>
      <Typography variant="h1">{texts.menu.desk}</Typography>
    </Box>
  );
}
