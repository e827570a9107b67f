import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { useEffect, useRef } from "react";
import { formatMoment } from "../../locale/format";
import { LockIcon } from "../../ui/icons";
import type { TranscriptLine } from "../api/cases";
import { Block } from "../Block";
import { useDeskTexts } from "../texts/texts";

/** The conversation that the person agreed to share; without that, it says so. */
export function Transcript({ lines }: { lines: TranscriptLine[] | undefined }) {
  const texts = useDeskTexts();
  const log = useRef<HTMLDivElement>(null);
  const count = lines?.length ?? 0;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was said last is what matters, each time more is said
  useEffect(() => {
    if (log.current) log.current.scrollTop = log.current.scrollHeight;
  }, [count]);
  return (
    <Block title={texts.casefile.transcript}>
      {lines === undefined ? (
        <Box sx={{ display: "flex", gap: 1, alignItems: "center", color: "text.secondary" }}>
          <LockIcon fontSize="small" />
          <Typography variant="body2">{texts.casefile.noTranscript}</Typography>
        </Box>
      ) : lines.length === 0 ? (
        <Typography variant="body2" color="textSecondary">
          {texts.casefile.emptyTranscript}
        </Typography>
      ) : (
        <Box
          ref={log}
          role="log"
          aria-label={texts.casefile.transcript}
          tabIndex={0}
          sx={{
            maxHeight: 420,
            overflowY: "auto",
            display: "flex",
            flexDirection: "column",
            gap: 1.25,
            pr: 0.5,
            outlineOffset: 4,
          }}
        >
          {lines.map((line, index) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: lines are only ever added at the end
            <Line key={index} line={line} />
          ))}
        </Box>
      )}
    </Block>
  );
}

function Line({ line }: { line: TranscriptLine }) {
  const texts = useDeskTexts();
  const person = line.author === "person";
  return (
    <Box sx={{ maxWidth: "88%", alignSelf: person ? "flex-start" : "flex-end" }}>
      <Typography
        variant="caption"
        color="textSecondary"
        component="p"
        sx={{ textAlign: person ? "left" : "right" }}
      >
        {texts.casefile.author[line.author] ?? line.author} · {formatMoment(line.occurred_at)}
      </Typography>
      <Typography
        variant="body2"
        dir="auto"
        sx={{
          px: 1.5,
          py: 1,
          borderRadius: 1.5,
          whiteSpace: "pre-wrap",
          overflowWrap: "anywhere",
          unicodeBidi: "plaintext",
          ...(person
            ? { bgcolor: "chat.own", color: "chat.onOwn" }
            : { border: 1, borderColor: "chat.line", bgcolor: "background.default" }),
          ...(line.text ? {} : { fontStyle: "italic" }),
        }}
      >
        {line.text ?? texts.casefile.erased}
      </Typography>
    </Box>
  );
}
