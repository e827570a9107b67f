import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";
import { useAppSelector } from "../store";
import { hrefOf } from "../ui/route";
import { BackIcon } from "./icons";
import { useDeskTexts } from "./texts/texts";

/** The head of a screen of work: the way back to the chat, what it is, and its sections. */
export function WorkHeader({ title, children }: { title: string; children?: ReactNode }) {
  const texts = useDeskTexts();
  const person = useAppSelector((state) => state.session.person);
  return (
    <Box
      component="header"
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        columnGap: 1,
        bgcolor: "background.paper",
        borderBottom: 1,
        borderColor: "divider",
        px: { xs: 1, md: 2 },
      }}
    >
      <Tooltip title={texts.toChat}>
        <IconButton component="a" href={hrefOf()} aria-label={texts.toChat}>
          <BackIcon />
        </IconButton>
      </Tooltip>
      <Box sx={{ minWidth: 0, flex: "1 1 auto", minHeight: 60, display: "grid", alignContent: "center" }}>
        <Typography component="h1" variant="h2">
          {title}
        </Typography>
        <Typography variant="caption" component="p" color="textSecondary" noWrap>
          {person?.name}
        </Typography>
      </Box>
      {children}
    </Box>
  );
}
