import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { formatMoment } from "../../locale/format";
import type { CaseDossier } from "../api/cases";
import { Block } from "../Block";
import { Facts } from "../Facts";
import { subjectOf } from "../inbox/labels";
import { useDeskTexts } from "../texts/texts";
import { ageOf, shortDay } from "../time";

/** What the person asks for, in facts and in their words. */
export function CaseFacts({ dossier }: { dossier: CaseDossier }) {
  const texts = useDeskTexts();
  const { case: shown, report } = dossier;
  const { start, end, details } = shown;
  const timeOff = shown.due_on !== undefined;
  const days =
    start && end
      ? start === end
        ? shortDay(start)
        : texts.casefile.range(shortDay(start), shortDay(end))
      : null;
  const business = details.business_days
    ? ` (${texts.casefile.businessDays(details.business_days.replace(".", ","))})`
    : "";
  return (
    <Block title={texts.casefile.facts}>
      <Facts
        facts={[
          [texts.casefile.subject, subjectOf(shown, texts)],
          [timeOff ? texts.casefile.days : texts.casefile.period, days && days + business],
          [texts.casefile.bank, details.bank],
          [texts.casefile.accountType, details.account_type],
          [texts.inbox.assigned, shown.assigned_name ?? texts.inbox.nobodyYet],
          [texts.casefile.opened, `${formatMoment(shown.opened_at)} (${ageOf(shown.opened_at)})`],
        ]}
      />
      {report && (
        <Box sx={{ mt: 2 }}>
          <Typography variant="body2" color="textSecondary" component="p">
            {texts.casefile.report}
          </Typography>
          <Typography
            component="blockquote"
            dir="auto"
            sx={{
              m: 0,
              mt: 0.5,
              pl: 1.5,
              borderLeft: 3,
              borderColor: "primary.main",
              whiteSpace: "pre-wrap",
              overflowWrap: "anywhere",
            }}
          >
            {report}
          </Typography>
        </Box>
      )}
    </Block>
  );
}
