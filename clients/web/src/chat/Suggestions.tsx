import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Typography from "@mui/material/Typography";
import { useTexts } from "../locale/texts";
import { useAppSelector } from "../store";
import { Mark } from "../ui/Mark";
import { useClient } from "../ui/Providers";
import { useSuggestions } from "./useSuggestions";

/** What to ask first: a greeting and questions that this person may ask. */
export function Suggestions() {
  const texts = useTexts();
  const client = useClient();
  const person = useAppSelector((state) => state.session.person);
  const questions = useSuggestions();
  return (
    <Box sx={{ textAlign: "center", pt: { xs: 3, sm: 6 }, pb: 3 }}>
      <Mark color="primary" sx={{ fontSize: 56, "--mark-lines": (theme) => theme.palette.chat.canvas }} />
      <Typography variant="h1" component="h2" sx={{ mt: 1.5 }}>
        {texts.chat.hello(person?.firstName ?? "")}
      </Typography>
      <Typography color="textSecondary" sx={{ mt: 1, mx: "auto", maxWidth: 440 }}>
        {texts.chat.intro}
      </Typography>
      <Box
        component="ul"
        aria-label={texts.chat.suggestions}
        sx={{
          listStyle: "none",
          p: 0,
          mt: 3,
          display: "flex",
          flexWrap: "wrap",
          gap: 1,
          justifyContent: "center",
        }}
      >
        {questions.map((question) => (
          <li key={question}>
            <Button
              variant="outlined"
              onClick={() => void client.sender.say(question)}
              sx={{ borderRadius: 5, bgcolor: "background.paper", borderColor: "chat.line", fontWeight: 500 }}
            >
              {question}
            </Button>
          </li>
        ))}
      </Box>
    </Box>
  );
}
