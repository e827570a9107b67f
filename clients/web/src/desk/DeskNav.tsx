import Box from "@mui/material/Box";
import ButtonBase from "@mui/material/ButtonBase";
import type { SvgIconProps } from "@mui/material/SvgIcon";
import { visuallyHidden } from "@mui/utils";
import type { ComponentType } from "react";
import { DESK, hrefOf } from "../ui/route";
import { InboxIcon, QuestionIcon, ShieldIcon, UploadIcon } from "./icons";
import { useDeskRights } from "./rights";
import { AUDIT, CASES, IMPORTS, type Section, UNANSWERED } from "./sections";
import { useDeskTexts } from "./texts/texts";

/** The sections of the desk that the person may open. */
export function DeskNav({ current, unread }: { current: Section; unread: number }) {
  const texts = useDeskTexts();
  const rights = useDeskRights();
  const entry = (section: Section, label: string, Icon: ComponentType<SvgIconProps>, count = 0) => (
    <li key={section}>
      <ButtonBase
        component="a"
        href={hrefOf(DESK, ...(section === CASES ? [] : [section]))}
        aria-current={current === section ? "page" : undefined}
        sx={{
          gap: 1,
          px: { xs: 1.25, sm: 1.5 },
          minHeight: 48,
          typography: "button",
          whiteSpace: "nowrap",
          color: current === section ? "primary.main" : "text.secondary",
          borderBottom: 3,
          borderTop: 3,
          borderTopColor: "transparent",
          borderBottomColor: current === section ? "primary.main" : "transparent",
          "&:hover": { color: "text.primary" },
        }}
      >
        <Icon fontSize="small" sx={{ display: { xs: "none", sm: "block" } }} />
        {label}
        {count > 0 && (
          <>
            <Box
              component="span"
              aria-hidden
              sx={{
                px: 0.75,
                minWidth: 22,
                borderRadius: 2,
                bgcolor: "primary.main",
                color: "primary.contrastText",
                typography: "caption",
                fontWeight: 700,
                textAlign: "center",
              }}
            >
              {count > 99 ? "99+" : count}
            </Box>
            <span style={visuallyHidden}>{`, ${texts.unreadCount(count)}`}</span>
          </>
        )}
      </ButtonBase>
    </li>
  );
  return (
    <Box component="nav" aria-label={texts.sections} sx={{ minWidth: 0, overflowX: "auto" }}>
      <Box component="ul" sx={{ display: "flex", m: 0, p: 0, listStyle: "none" }}>
        {entry(CASES, texts.nav.cases, InboxIcon, unread)}
        {entry(UNANSWERED, texts.nav.unanswered, QuestionIcon)}
        {rights.imports && entry(IMPORTS, texts.nav.imports, UploadIcon)}
        {rights.audits && entry(AUDIT, texts.nav.audit, ShieldIcon)}
      </Box>
    </Box>
  );
}
