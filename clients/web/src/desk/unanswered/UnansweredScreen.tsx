import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Skeleton from "@mui/material/Skeleton";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { useMemo, useState } from "react";
import { toCsv } from "../../chat/payload/csv";
import { dayOf, formatDay, formatMoment, formatNumber, formatShare } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { save } from "../../ui/download";
import { CheckIcon, DownloadIcon } from "../../ui/icons";
import { useNarrow } from "../../ui/useNarrow";
import { type UnansweredReport, unansweredApi } from "../api/unanswered";
import { Empty } from "../Empty";
import { Failure } from "../Failure";
import { Page } from "../Page";
import { RowCards } from "../RowCards";
import { RowTable } from "../RowTable";
import { useDeskTexts } from "../texts/texts";
import { groupQuestions, type QuestionGroup } from "./groups";

/** What the assistant did not understand, does not do, or answered badly: counted, grouped and without names. */
export default function UnansweredScreen() {
  const texts = useDeskTexts();
  const { loading } = useTexts();
  const { data, error, refetch } = unansweredApi.useUnansweredQuery();
  return (
    <Page
      title={texts.unanswered.title}
      intro={
        <>
          {data && texts.unanswered.intro(formatDay(data.since))}
          <br />
          {texts.unanswered.redaction}
        </>
      }
      actions={data && data.turns.length > 0 && <Download report={data} />}
    >
      {error && <Failure error={error} onRetry={() => void refetch()} />}
      {!data && !error && <Skeleton role="status" aria-label={loading} variant="rounded" height={280} />}
      {data && <Report report={data} />}
    </Page>
  );
}

function Report({ report }: { report: UnansweredReport }) {
  const texts = useDeskTexts();
  const narrow = useNarrow();
  const [cause, setCause] = useState<string | null>(null);
  const groups = useMemo(
    () => groupQuestions(report.turns.filter((turn) => cause === null || turn.cause === cause)),
    [report, cause],
  );
  const total = Object.values(report.counts).reduce((sum, count) => sum + count, 0);
  const wanted = cause === null ? total : (report.counts[cause] ?? 0);
  const shown = groups.reduce((sum, group) => sum + group.times, 0);
  if (total === 0)
    return <Empty title={texts.unanswered.empty} hint={texts.unanswered.emptyHint} icon={<CheckIcon />} />;
  return (
    <>
      <ToggleButtonGroup
        exclusive
        value={cause}
        aria-label={texts.unanswered.filter}
        onChange={(_event, chosen: string | null) => setCause(chosen)}
        sx={{ display: "grid", gridTemplateColumns: "repeat(3, minmax(0, 1fr))", maxWidth: 640 }}
      >
        {Object.entries(texts.unanswered.causes).map(([each, name]) => (
          <ToggleButton
            key={each}
            value={each}
            sx={{
              textTransform: "none",
              flexDirection: "column",
              py: 1.25,
              color: "text.primary",
              bgcolor: "background.paper",
              lineHeight: 1.3,
            }}
          >
            <Typography component="span" variant="h1" sx={{ fontVariantNumeric: "tabular-nums" }}>
              {formatNumber(report.counts[each] ?? 0)}
            </Typography>
            <Typography component="span" variant="caption">
              {name}
            </Typography>
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Typography role="status" variant="caption" color="textSecondary">
        {texts.unanswered.shown(shown, wanted)}
      </Typography>
      {narrow ? <Cards groups={groups} /> : <Questions groups={groups} />}
    </>
  );
}

function Questions({ groups }: { groups: QuestionGroup[] }) {
  const texts = useDeskTexts();
  return (
    <RowTable
      label={texts.unanswered.title}
      rows={groups}
      keyOf={(group) => group.turn.message_id}
      columns={[
        {
          name: texts.unanswered.times,
          align: "right",
          width: "1%",
          show: (group) => formatNumber(group.times),
        },
        { name: texts.unanswered.question, show: (group) => <Question group={group} /> },
        { name: texts.unanswered.cause, width: 160, show: (group) => <Cause cause={group.cause} /> },
        {
          name: texts.unanswered.understood,
          width: 200,
          show: (group) => reading(group, texts.unanswered.fallback),
        },
        { name: texts.unanswered.last, oneLine: true, show: (group) => formatMoment(group.turn.occurred_at) },
      ]}
    />
  );
}

function Cards({ groups }: { groups: QuestionGroup[] }) {
  const texts = useDeskTexts();
  return (
    <RowCards
      label={texts.unanswered.title}
      rows={groups}
      keyOf={(group) => group.turn.message_id}
      show={(group) => (
        <>
          <Question group={group} />
          <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "center", gap: 1, mt: 1 }}>
            <Cause cause={group.cause} />
            <Typography variant="caption" color="textSecondary">
              {[
                `${texts.unanswered.times}: ${formatNumber(group.times)}`,
                reading(group, texts.unanswered.fallback),
                formatMoment(group.turn.occurred_at),
              ].join(" · ")}
            </Typography>
          </Box>
        </>
      )}
    />
  );
}

function Question({ group }: { group: QuestionGroup }) {
  const texts = useDeskTexts();
  return (
    <>
      <Typography variant="body2" dir="auto" sx={{ overflowWrap: "anywhere" }}>
        {group.text}
      </Typography>
      {group.reasons.map((reason) => (
        <Typography key={reason} variant="caption" component="p" color="textSecondary" dir="auto">
          {texts.unanswered.reason(reason)}
        </Typography>
      ))}
    </>
  );
}

function Cause({ cause }: { cause: string }) {
  const texts = useDeskTexts();
  return <Chip size="small" variant="outlined" label={texts.unanswered.causes[cause] ?? cause} />;
}

/** `consultar_salario (62 %)`. */
function reading({ turn }: QuestionGroup, fallback: string): string {
  const intent = turn.intent === undefined || turn.intent === "nlu_fallback" ? fallback : turn.intent;
  return turn.confidence === undefined ? intent : `${intent} (${formatShare(turn.confidence)})`;
}

function Download({ report }: { report: UnansweredReport }) {
  const texts = useDeskTexts();
  const download = (): void => {
    const { question, cause, times, understood, last } = texts.unanswered;
    const rows = groupQuestions(report.turns).map((group) => [
      group.text,
      texts.unanswered.causes[group.cause] ?? group.cause,
      String(group.times),
      reading(group, texts.unanswered.fallback),
      group.reasons.join(" / "),
      formatMoment(group.turn.occurred_at),
    ]);
    const csv = toCsv([[question, cause, times, understood, texts.actions.reason, last], ...rows]);
    save(
      new Blob([csv], { type: "text/csv;charset=utf-8" }),
      `${texts.unanswered.title} ${dayOf(new Date())}.csv`,
    );
  };
  return (
    <Button variant="outlined" startIcon={<DownloadIcon />} onClick={download}>
      {texts.download}
    </Button>
  );
}
