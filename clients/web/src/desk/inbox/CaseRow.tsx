import Box from "@mui/material/Box";
import ListItemButton from "@mui/material/ListItemButton";
import Typography from "@mui/material/Typography";
import { visuallyHidden } from "@mui/utils";
import { memo } from "react";
import { DESK, hrefOf } from "../../ui/route";
import type { CaseSummary } from "../api/cases";
import { CASES } from "../sections";
import { useDeskTexts } from "../texts/texts";
import { ageOf } from "../time";
import { dueOf, subjectOf } from "./labels";
import { StateChip } from "./StateChip";

interface CaseRowProps {
  listed: CaseSummary;
  selected: boolean;
  ownId: string;
}

/** A case in the list: whose, what about, since when, until when, and who has it. */
export const CaseRow = memo(function CaseRow({ listed, selected, ownId }: CaseRowProps) {
  const texts = useDeskTexts();
  const due = dueOf(listed, texts);
  const holder =
    listed.assigned_to === undefined
      ? texts.inbox.nobodyYet
      : listed.assigned_to === ownId
        ? texts.inbox.withMe
        : texts.inbox.with(listed.assigned_name ?? "");
  return (
    <li>
      <ListItemButton
        component="a"
        href={hrefOf(DESK, CASES, listed.case_id)}
        data-case={listed.number}
        selected={selected}
        aria-current={selected ? "true" : undefined}
        sx={{
          display: "block",
          px: 2,
          py: 1.25,
          borderBottom: 1,
          borderColor: "divider",
          borderLeft: 4,
          borderLeftColor: selected ? "primary.main" : "transparent",
          "&.Mui-focusVisible": { outlineOffset: -3 },
        }}
      >
        <Box sx={{ display: "flex", alignItems: "baseline", gap: 1 }}>
          {listed.unread && (
            <Box
              component="span"
              sx={{ width: 9, height: 9, borderRadius: "50%", bgcolor: "primary.main", flexShrink: 0 }}
            />
          )}
          <Typography
            component="span"
            variant="body2"
            noWrap
            sx={{ flexGrow: 1, fontWeight: listed.unread ? 700 : 500, color: "text.primary" }}
          >
            {listed.person_name}
            {listed.unread && <span style={visuallyHidden}>{`, ${texts.inbox.unread}`}</span>}
          </Typography>
          <Typography component="span" variant="caption" color="textSecondary" noWrap sx={{ flexShrink: 0 }}>
            {ageOf(listed.opened_at)}
          </Typography>
        </Box>
        <Typography component="p" variant="body2" noWrap sx={{ color: "text.primary", mt: 0.25 }}>
          {subjectOf(listed, texts)}
        </Typography>
        {due && (
          <Typography
            component="p"
            variant="caption"
            sx={{
              mt: 0.25,
              fontWeight: due.urgent ? 600 : 400,
              color: due.urgent ? "error.main" : "text.secondary",
            }}
          >
            {due.text}
          </Typography>
        )}
        <Box sx={{ display: "flex", alignItems: "center", gap: 1, mt: 0.75 }}>
          <StateChip state={listed.state} />
          <Typography component="span" variant="caption" color="textSecondary" noWrap sx={{ flexGrow: 1 }}>
            {holder}
          </Typography>
          <Typography component="span" variant="caption" color="textSecondary" noWrap>
            {listed.number}
          </Typography>
        </Box>
      </ListItemButton>
    </li>
  );
});
