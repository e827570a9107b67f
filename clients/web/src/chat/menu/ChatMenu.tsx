import Divider from "@mui/material/Divider";
import IconButton from "@mui/material/IconButton";
import ListItemIcon from "@mui/material/ListItemIcon";
import Menu from "@mui/material/Menu";
import MenuItem from "@mui/material/MenuItem";
import Snackbar from "@mui/material/Snackbar";
import Tooltip from "@mui/material/Tooltip";
import { type ReactNode, useId, useState } from "react";
import { dayOf } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { save } from "../../ui/download";
import {
  DevicesIcon,
  DownloadIcon,
  InstallIcon,
  LogOutIcon,
  MoreIcon,
  TextSizeIcon,
  TrashIcon,
} from "../../ui/icons";
import { messageOf } from "../../ui/Notice";
import { useClient } from "../../ui/Providers";
import { useInstall } from "../../ui/useInstall";
import { transcript } from "../plainText";
import { useWorkplaces } from "../useWorkplaces";
import { AppearanceDialog } from "./AppearanceDialog";
import { EraseDialog } from "./EraseDialog";
import { LogOutEverywhereDialog } from "./LogOutEverywhereDialog";
import { SessionsDialog } from "./SessionsDialog";

type Open = "appearance" | "sessions" | "erase" | "everywhere" | null;

/** Everything that is not asking: how the chat looks, taking it along, and leaving. */
export function ChatMenu() {
  const texts = useTexts();
  const client = useClient();
  const install = useInstall();
  const menuId = useId();
  const workplaces = useWorkplaces();
  const [anchor, setAnchor] = useState<HTMLElement | null>(null);
  const [open, setOpen] = useState<Open>(null);
  const [told, setTold] = useState<string | null>(null);

  const then = (run: () => void) => (): void => {
    setAnchor(null);
    run();
  };
  const exportAll = async (): Promise<void> => {
    try {
      const items = await client.reader.everything(new AbortController().signal);
      const file = new Blob([transcript(items, texts)], { type: "text/plain;charset=utf-8" });
      save(file, `chatnomina ${dayOf(new Date())}.txt`);
      setTold(texts.menu.exported);
    } catch (error) {
      setTold(messageOf(error, texts));
    }
  };
  const entry = (icon: ReactNode, label: string, run: () => void) => (
    <MenuItem key={label} onClick={then(run)}>
      <ListItemIcon>{icon}</ListItemIcon>
      {label}
    </MenuItem>
  );
  return (
    <>
      <Tooltip title={texts.menu.open}>
        <IconButton
          aria-label={texts.menu.open}
          aria-haspopup="menu"
          aria-expanded={anchor !== null}
          aria-controls={anchor ? menuId : undefined}
          onClick={(event) => setAnchor(event.currentTarget)}
        >
          <MoreIcon />
        </IconButton>
      </Tooltip>
      <Menu id={menuId} anchorEl={anchor} open={anchor !== null} onClose={() => setAnchor(null)}>
        {workplaces.map(({ href, label, Icon }) => (
          <MenuItem
            key={href}
            component="a"
            href={href}
            // From a panel in another page, the full page opens beside it.
            {...(href.startsWith("#") ? {} : { target: "_blank", rel: "noopener" })}
            onClick={() => setAnchor(null)}
          >
            <ListItemIcon>
              <Icon />
            </ListItemIcon>
            {label}
          </MenuItem>
        ))}
        {workplaces.length > 0 && <Divider />}
        {entry(<TextSizeIcon />, texts.menu.appearance, () => setOpen("appearance"))}
        {entry(<DownloadIcon />, texts.menu.export, () => void exportAll())}
        {entry(<DevicesIcon />, texts.menu.sessions, () => setOpen("sessions"))}
        {install && entry(<InstallIcon />, texts.menu.install, install)}
        {entry(<TrashIcon />, texts.menu.erase, () => setOpen("erase"))}
        <Divider />
        {entry(<LogOutIcon />, texts.menu.logOut, () => void client.session.logOut(false))}
        {entry(<LogOutIcon />, texts.menu.logOutEverywhere, () => setOpen("everywhere"))}
      </Menu>
      {open === "appearance" && <AppearanceDialog onClose={() => setOpen(null)} />}
      {open === "sessions" && <SessionsDialog onClose={() => setOpen(null)} />}
      {open === "erase" && (
        <EraseDialog onClose={() => setOpen(null)} onDone={() => setTold(texts.erase.done)} />
      )}
      {open === "everywhere" && <LogOutEverywhereDialog onClose={() => setOpen(null)} />}
      <Snackbar
        open={told !== null}
        autoHideDuration={6_000}
        onClose={() => setTold(null)}
        message={told}
        // Where one writes stays in sight.
        anchorOrigin={{ vertical: "top", horizontal: "center" }}
        sx={{ top: { xs: 72 } }}
      />
    </>
  );
}
