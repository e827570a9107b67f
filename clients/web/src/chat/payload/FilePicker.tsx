import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { visuallyHidden } from "@mui/utils";
import { useRef, useState } from "react";
import { formatNumber } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { AttachIcon } from "../../ui/icons";
import { messageOf, Notice } from "../../ui/Notice";
import { useClient } from "../../ui/Providers";
import type { PickerPayload } from "./model";

const MEBIBYTE = 2 ** 20;

/** Chooses a file, uploads it with the person's token, and says to the assistant what the services answer. */
export function FilePicker({ picker }: { picker: PickerPayload }) {
  const texts = useTexts();
  const client = useClient();
  const input = useRef<HTMLInputElement>(null);
  const [file, setFile] = useState<File | null>(null);
  const [state, setState] = useState<"choosing" | "busy" | "sent">("choosing");
  const [problem, setProblem] = useState<string | null>(null);
  const limit =
    picker.max_bytes === null
      ? null
      : `${formatNumber(Math.floor((picker.max_bytes / MEBIBYTE) * 10) / 10)} MB`;

  const choose = (chosen: File | null): void => {
    setFile(null);
    setProblem(null);
    if (!chosen) return;
    if (picker.max_bytes !== null && chosen.size > picker.max_bytes)
      setProblem(texts.picker.tooBig(limit ?? ""));
    else if (picker.accept && !picker.accept.includes(chosen.type)) setProblem(texts.picker.wrongType);
    else setFile(chosen);
  };

  const upload = async (): Promise<void> => {
    if (!file || picker.upload_path === null) return;
    setState("busy");
    setProblem(null);
    const form = new FormData();
    form.append("file", file, file.name);
    try {
      const { message } = await client.api.json<{ message: string }>(picker.upload_path, {
        method: "POST",
        body: form,
        timeLimitMs: 60_000,
      });
      setState("sent");
      await client.sender.say(message, file.name);
    } catch (error) {
      setProblem(messageOf(error, texts));
      setState("choosing");
    }
  };

  return (
    <Stack spacing={1.5} sx={{ alignItems: "flex-start" }}>
      <input
        ref={input}
        type="file"
        tabIndex={-1}
        aria-hidden
        accept={picker.accept?.join(",")}
        onChange={(event) => choose(event.target.files?.[0] ?? null)}
        style={visuallyHidden}
      />
      <Stack direction="row" sx={{ gap: 1, flexWrap: "wrap", alignItems: "center" }}>
        <Button
          variant="outlined"
          startIcon={<AttachIcon />}
          disabled={state !== "choosing"}
          onClick={() => input.current?.click()}
        >
          {texts.picker.file}
        </Button>
        <Typography variant="body2" color="textSecondary" role="status" sx={{ overflowWrap: "anywhere" }}>
          {file?.name ?? texts.picker.none}
        </Typography>
      </Stack>
      {limit !== null && picker.accept && (
        <Typography variant="caption" color="textSecondary">
          {texts.picker.accepted(picker.accept.map(shortType).join(", "), limit)}
        </Typography>
      )}
      {problem && <Notice severity="error">{problem}</Notice>}
      <Button
        variant="contained"
        disabled={!file || state === "sent"}
        loading={state === "busy"}
        onClick={() => void upload()}
      >
        {texts.picker.upload}
      </Button>
    </Stack>
  );
}

/** `PDF` of `application/pdf`. */
function shortType(mediaType: string): string {
  return (mediaType.split("/")[1] ?? mediaType).toUpperCase();
}
