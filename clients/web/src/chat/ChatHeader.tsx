import AppBar from "@mui/material/AppBar";
import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Toolbar from "@mui/material/Toolbar";
import Tooltip from "@mui/material/Tooltip";
import Typography from "@mui/material/Typography";
import type { RefObject } from "react";
import { useTexts } from "../locale/texts";
import { useAppSelector } from "../store";
import { CloseIcon, SearchIcon } from "../ui/icons";
import { Mark } from "../ui/Mark";
import { useNarrow } from "../ui/useNarrow";
import { ChatMenu } from "./menu/ChatMenu";

interface ChatHeaderProps {
  onSearch: () => void;
  searchButton: RefObject<HTMLButtonElement | null>;
  searching: boolean;
  onClose?: () => void;
}

/** Whose conversation this is, and what can be done with it. */
export function ChatHeader({ onSearch, searchButton, searching, onClose }: ChatHeaderProps) {
  const texts = useTexts();
  const narrow = useNarrow();
  const person = useAppSelector((state) => state.session.person);
  return (
    <AppBar
      position="static"
      color="transparent"
      elevation={0}
      component="header"
      sx={{ bgcolor: "background.paper", borderBottom: 1, borderColor: "divider", color: "text.primary" }}
    >
      <Toolbar variant="dense" sx={{ gap: 1.25, minHeight: 60, px: { xs: 1.5, sm: 2 } }}>
        {narrow && (
          <Mark
            color="primary"
            sx={{ fontSize: 32, "--mark-lines": (theme) => theme.palette.background.paper }}
          />
        )}
        <Box sx={{ flexGrow: 1, minWidth: 0 }}>
          <Typography component="h1" variant="h2" noWrap>
            {narrow ? texts.product : texts.chat.title}
          </Typography>
          <Typography variant="caption" color="textSecondary" noWrap component="p">
            {person?.name}
          </Typography>
        </Box>
        <Tooltip title={texts.search.open}>
          <IconButton
            ref={searchButton}
            onClick={onSearch}
            aria-label={texts.search.open}
            aria-expanded={searching}
          >
            <SearchIcon />
          </IconButton>
        </Tooltip>
        <ChatMenu />
        {onClose && (
          <IconButton onClick={onClose} aria-label={texts.close}>
            <CloseIcon />
          </IconButton>
        )}
      </Toolbar>
    </AppBar>
  );
}
