import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import LinearProgress from "@mui/material/LinearProgress";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { toCsv } from "../../chat/payload/csv";
import { dayOf, formatMoment } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { save } from "../../ui/download";
import { DownloadIcon } from "../../ui/icons";
import { useNarrow } from "../../ui/useNarrow";
import { type AuditEntry, auditApi } from "../api/audit";
import { Empty } from "../Empty";
import { Failure } from "../Failure";
import { FilterIcon, ShieldIcon } from "../icons";
import { Page } from "../Page";
import { RowCards } from "../RowCards";
import { RowTable } from "../RowTable";
import { type DeskTexts, useDeskTexts } from "../texts/texts";
import { AuditFilters } from "./AuditFilters";
import { askedOf, badDates, EVERYTHING } from "./filter";

/** The audit log, for whoever audits: found by person, action and day, page by page. */
export default function AuditScreen() {
  const texts = useDeskTexts();
  const { loading } = useTexts();
  const narrow = useNarrow();
  const [filter, setFilter] = useState(EVERYTHING);
  const [unfolded, setUnfolded] = useState(false);
  const { currentData, error, isFetching, isFetchingNextPage, hasNextPage, fetchNextPage, refetch } =
    auditApi.useAuditInfiniteQuery(askedOf(filter), {
      skip: badDates(filter),
      refetchOnMountOrArgChange: true,
    });
  const entries = currentData?.pages.flatMap((page) => page.entries);
  return (
    <Page
      title={texts.audit.title}
      intro={texts.audit.intro}
      actions={entries && entries.length > 0 && <Download entries={entries} />}
    >
      {narrow && (
        <Box>
          <Button
            variant="outlined"
            startIcon={<FilterIcon />}
            aria-expanded={unfolded}
            onClick={() => setUnfolded(!unfolded)}
          >
            {texts.filters}
          </Button>
        </Box>
      )}
      {(!narrow || unfolded) && <AuditFilters filter={filter} onChange={setFilter} />}
      {error && !isFetching && <Failure error={error} onRetry={() => void refetch()} />}
      {!entries && !error && <Skeleton role="status" aria-label={loading} variant="rounded" height={320} />}
      {entries && (
        <>
          <Box sx={{ height: 2 }}>
            {isFetching && <LinearProgress aria-label={loading} sx={{ height: 2 }} />}
          </Box>
          <Typography role="status" variant="caption" color="textSecondary">
            {entries.length > 0 && texts.audit.shown(entries.length, hasNextPage)}
          </Typography>
          {entries.length === 0 && <Empty title={texts.audit.empty} icon={<ShieldIcon />} />}
          {entries.length > 0 && (narrow ? <Cards entries={entries} /> : <Entries entries={entries} />)}
          {hasNextPage && (
            <Box sx={{ textAlign: "center" }}>
              <Button loading={isFetchingNextPage} onClick={() => void fetchNextPage()}>
                {texts.more}
              </Button>
            </Box>
          )}
        </>
      )}
    </Page>
  );
}

function Entries({ entries }: { entries: AuditEntry[] }) {
  const texts = useDeskTexts();
  const { audit } = texts;
  return (
    <RowTable
      label={audit.title}
      rows={entries}
      keyOf={(entry) => String(entry.entry_id)}
      columns={[
        { name: audit.when, oneLine: true, show: (entry) => formatMoment(entry.occurred_at) },
        { name: audit.actor, show: (entry) => actorOf(entry, texts) },
        { name: audit.action, show: (entry) => <Action action={entry.action} /> },
        { name: audit.subject, show: (entry) => subjectOf(entry, texts) },
        { name: audit.outcome, width: 110, show: (entry) => <Outcome entry={entry} /> },
        { name: audit.ground, show: (entry) => groundOf(entry, texts) },
      ]}
    />
  );
}

function Cards({ entries }: { entries: AuditEntry[] }) {
  const texts = useDeskTexts();
  return (
    <RowCards
      label={texts.audit.title}
      rows={entries}
      keyOf={(entry) => String(entry.entry_id)}
      show={(entry) => (
        <>
          <Box sx={{ display: "flex", alignItems: "center", gap: 1 }}>
            <Box sx={{ flexGrow: 1, minWidth: 0 }}>
              <Action action={entry.action} />
            </Box>
            <Outcome entry={entry} />
          </Box>
          <Typography variant="body2" sx={{ mt: 0.5 }}>
            {actorOf(entry, texts)} → {subjectOf(entry, texts)}
          </Typography>
          <Typography variant="caption" component="p" color="textSecondary">
            {[formatMoment(entry.occurred_at), groundOf(entry, texts)].filter(Boolean).join(" · ")}
          </Typography>
        </>
      )}
    />
  );
}

/** In words, with the code that the log keeps, which is what rules and searches go by. */
function Action({ action }: { action: string }) {
  const { audit } = useDeskTexts();
  const words = audit.actions[action];
  return (
    <>
      <Typography variant="body2" sx={{ fontWeight: 500 }}>
        {words ?? action}
      </Typography>
      {words && (
        <Typography variant="caption" component="p" color="textSecondary" sx={{ overflowWrap: "anywhere" }}>
          {action}
        </Typography>
      )}
    </>
  );
}

function Outcome({ entry }: { entry: AuditEntry }) {
  const { audit } = useDeskTexts();
  return (
    <Chip
      size="small"
      variant="outlined"
      color={entry.outcome === "denied" ? "error" : "default"}
      label={audit.outcomes[entry.outcome] ?? entry.outcome}
    />
  );
}

function actorOf({ actor_id, actor_name }: AuditEntry, { audit }: DeskTexts): string {
  return actor_name ?? actor_id ?? audit.system;
}

function subjectOf({ actor_id, subject_id, subject_name }: AuditEntry, { audit }: DeskTexts): string {
  if (subject_id === undefined) return audit.nobody;
  return subject_id === actor_id ? audit.self : (subject_name ?? subject_id);
}

function groundOf({ reason }: AuditEntry, { audit }: DeskTexts): string {
  return reason === undefined ? "" : (audit.grounds[reason] ?? reason);
}

function Download({ entries }: { entries: AuditEntry[] }) {
  const texts = useDeskTexts();
  const { audit } = texts;
  const download = (): void => {
    const rows = entries.map((entry) => [
      entry.occurred_at,
      actorOf(entry, texts),
      entry.action,
      subjectOf(entry, texts),
      audit.outcomes[entry.outcome] ?? entry.outcome,
      groundOf(entry, texts),
      entry.correlation_id ?? "",
    ]);
    const head = [
      audit.when,
      audit.actor,
      audit.action,
      audit.subject,
      audit.outcome,
      audit.ground,
      audit.code,
    ];
    save(
      new Blob([toCsv([head, ...rows])], { type: "text/csv;charset=utf-8" }),
      `${audit.title} ${dayOf(new Date())}.csv`,
    );
  };
  return (
    <Button variant="outlined" startIcon={<DownloadIcon />} onClick={download}>
      {texts.download}
    </Button>
  );
}
