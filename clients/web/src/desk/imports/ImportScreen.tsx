import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import LinearProgress from "@mui/material/LinearProgress";
import MenuItem from "@mui/material/MenuItem";
import Stack from "@mui/material/Stack";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { formatNumber, formatShare } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { ConfirmDialog } from "../../ui/ConfirmDialog";
import { messageOf, Notice } from "../../ui/Notice";
import { Page } from "../Page";
import { useDeskTexts } from "../texts/texts";
import { DropZone } from "./DropZone";
import { type ImportKind, KINDS, wrongFile } from "./file";
import { Counts, Problems } from "./Outcome";
import { type ImportState, useImport } from "./useImport";

/** Loading a payroll file: choose, check without keeping anything, and load. */
export default function ImportScreen() {
  const texts = useDeskTexts();
  const common = useTexts();
  const [kind, setKind] = useState<ImportKind>("desprendibles");
  const [file, setFile] = useState<File | null>(null);
  const [wrong, setWrong] = useState<string | null>(null);
  const { state, check, load, stop, reset } = useImport(kind, file);
  const working = state.step === "working";
  const choose = (chosen: File | null): void => {
    const problem = chosen && wrongFile(chosen, texts);
    setWrong(problem);
    setFile(problem ? null : chosen);
    reset();
  };
  return (
    <Page title={texts.imports.title} intro={texts.imports.intro}>
      <Stack spacing={2} sx={{ maxWidth: 860 }}>
        <TextField
          select
          label={texts.imports.kind}
          value={kind}
          disabled={working}
          helperText={texts.imports.rows[kind]}
          onChange={(event) => {
            setKind(event.target.value as ImportKind);
            reset();
          }}
          sx={{ maxWidth: 480, "& .MuiInputBase-root": { bgcolor: "background.paper" } }}
        >
          {KINDS.map((each) => (
            <MenuItem key={each} value={each}>
              {texts.imports.kinds[each]}
            </MenuItem>
          ))}
        </TextField>
        <DropZone file={file} disabled={working} onChoose={choose} />
        {wrong && <Notice severity="error">{wrong}</Notice>}
        {state.step === "failed" && <Notice severity="error">{messageOf(state.error, common)}</Notice>}
        {(state.step === "choosing" || state.step === "failed" || state.step === "refused") && (
          <Box>
            <Button variant="contained" disabled={!file} onClick={() => void check()}>
              {texts.imports.check}
            </Button>
          </Box>
        )}
        {working && <Working state={state} onStop={stop} />}
        {state.step === "refused" && <Problems refusal={state.refusal} />}
        {state.step === "checked" && <Checked state={state} onLoad={load} />}
        {state.step === "loaded" && (
          <>
            <Notice severity="success">{texts.imports.loaded}</Notice>
            <Counts report={state.report} />
            <Box>
              <Button variant="outlined" onClick={() => choose(null)}>
                {texts.imports.another}
              </Button>
            </Box>
          </>
        )}
      </Stack>
    </Page>
  );
}

function Working({
  state,
  onStop,
}: {
  state: Extract<ImportState, { step: "working" }>;
  onStop: () => void;
}) {
  const texts = useDeskTexts().imports;
  const sending = state.sent < 1;
  const label = sending
    ? texts.uploading(formatShare(state.sent))
    : state.dryRun
      ? texts.checking
      : texts.loading;
  return (
    <Box>
      <Typography role="status" variant="body2" sx={{ mb: 1 }}>
        {label}
      </Typography>
      <LinearProgress
        aria-label={label}
        {...(sending ? { variant: "determinate" as const, value: Math.round(state.sent * 100) } : {})}
      />
      {sending && (
        <Button size="small" sx={{ mt: 1 }} onClick={onStop}>
          {texts.stop}
        </Button>
      )}
    </Box>
  );
}

interface CheckedProps {
  state: Extract<ImportState, { step: "checked" }>;
  onLoad: () => Promise<void>;
}

function Checked({ state, onLoad }: CheckedProps) {
  const texts = useDeskTexts().imports;
  const [asking, setAsking] = useState(false);
  const { report } = state;
  const nothing = report.added === 0 && report.changed === 0;
  return (
    <>
      <Notice severity="success">{nothing ? texts.nothing : texts.ready}</Notice>
      <Counts report={report} />
      {!nothing && (
        <Box>
          <Button variant="contained" onClick={() => setAsking(true)}>
            {texts.load(formatNumber(report.rows))}
          </Button>
        </Box>
      )}
      {asking && (
        <ConfirmDialog
          title={texts.confirmTitle}
          body={texts.confirmBody(formatNumber(report.added), formatNumber(report.changed))}
          confirm={texts.confirm}
          // The screen shows how it goes on.
          onConfirm={async () => void onLoad()}
          onClose={() => setAsking(false)}
        />
      )}
    </>
  );
}
