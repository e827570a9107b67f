import Avatar from "@mui/material/Avatar";
import Box from "@mui/material/Box";
import List from "@mui/material/List";
import ListItemButton from "@mui/material/ListItemButton";
import ListItemText from "@mui/material/ListItemText";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useSuggestions } from "../chat/useSuggestions";
import { useWorkplaces } from "../chat/useWorkplaces";
import { useTexts } from "../locale/texts";
import { useAppSelector } from "../store";
import { Mark } from "../ui/Mark";
import { useClient } from "../ui/Providers";

/** On a wide screen: where one is, what one may ask, and who one is. */
export function SidePanel() {
  const texts = useTexts();
  const client = useClient();
  const person = useAppSelector((state) => state.session.person);
  const questions = useSuggestions();
  const workplaces = useWorkplaces();
  const ask = (question: string): void => {
    void client.sender.say(question);
  };
  return (
    <Box
      component="nav"
      aria-label={texts.product}
      sx={{
        display: "flex",
        flexDirection: "column",
        minHeight: 0,
        bgcolor: "background.paper",
        borderRight: 1,
        borderColor: "divider",
      }}
    >
      <Stack direction="row" spacing={1.25} sx={{ alignItems: "center", px: 2.5, minHeight: 60 }}>
        <Mark
          color="primary"
          sx={{ fontSize: 32, "--mark-lines": (theme) => theme.palette.background.paper }}
        />
        <Typography variant="h2" component="p">
          {texts.product}
        </Typography>
      </Stack>
      <Box sx={{ flex: 1, minHeight: 0, overflowY: "auto", px: 1.25, pt: 1 }}>
        {workplaces.length > 0 && (
          <>
            <Typography
              variant="caption"
              component="h2"
              color="textSecondary"
              sx={{ px: 1.25, fontWeight: 600 }}
            >
              {texts.work.group}
            </Typography>
            <List dense sx={{ mb: 1.5 }}>
              {workplaces.map(({ href, label, Icon }) => (
                <li key={href}>
                  <ListItemButton component="a" href={href} sx={{ borderRadius: 1, px: 1.25, gap: 1.25 }}>
                    <Icon color="primary" fontSize="small" />
                    <ListItemText primary={label} />
                  </ListItemButton>
                </li>
              ))}
            </List>
          </>
        )}
        <Typography variant="caption" component="h2" color="textSecondary" sx={{ px: 1.25, fontWeight: 600 }}>
          {texts.chat.suggestions}
        </Typography>
        <List dense>
          {questions.map((question) => (
            <li key={question}>
              <ListItemButton onClick={() => ask(question)} sx={{ borderRadius: 1, px: 1.25 }}>
                <ListItemText primary={question} />
              </ListItemButton>
            </li>
          ))}
        </List>
      </Box>
      <Stack
        direction="row"
        spacing={1.5}
        sx={{ alignItems: "center", p: 2, borderTop: 1, borderColor: "divider" }}
      >
        <Avatar
          sx={{ bgcolor: "chat.soft", color: "text.primary", width: 38, height: 38, typography: "h3" }}
          aria-hidden
        >
          {initials(person?.name ?? "")}
        </Avatar>
        <Box sx={{ minWidth: 0 }}>
          <Typography variant="h3" component="p" noWrap>
            {person?.name}
          </Typography>
          <Typography variant="caption" color="textSecondary" noWrap component="p">
            {person?.position ?? person?.email}
          </Typography>
        </Box>
      </Stack>
    </Box>
  );
}

function initials(name: string): string {
  const words = name.split(" ");
  return [words[0], words.at(-2) ?? words.at(-1)].map((word) => word?.charAt(0) ?? "").join("");
}
