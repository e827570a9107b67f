import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import { useState } from "react";
import { useTexts } from "../../locale/texts";
import { save } from "../../ui/download";
import { CheckIcon, DocumentIcon } from "../../ui/icons";
import { messageOf, Notice } from "../../ui/Notice";
import { useClient } from "../../ui/Providers";
import type { DocumentItem } from "./model";

/** Files to download. */
export function Documents({ items }: { items: DocumentItem[] }) {
  return (
    <Stack spacing={1} sx={{ alignItems: "flex-start" }}>
      {items.map((item) => (
        <Download key={item.path} item={item} />
      ))}
    </Stack>
  );
}

function Download({ item }: { item: DocumentItem }) {
  const texts = useTexts();
  const client = useClient();
  const [state, setState] = useState<"ready" | "busy" | "done">("ready");
  const [problem, setProblem] = useState<string | null>(null);
  const download = async (): Promise<void> => {
    setState("busy");
    setProblem(null);
    try {
      const { content, name } = await client.api.file(item.path);
      save(new Blob([content], { type: item.media_type }), name ?? item.filename);
      setState("done");
    } catch (error) {
      setProblem(messageOf(error, texts));
      setState("ready");
    }
  };
  return (
    <>
      <Button
        variant="outlined"
        startIcon={state === "done" ? <CheckIcon /> : <DocumentIcon />}
        loading={state === "busy"}
        loadingPosition="start"
        onClick={() => void download()}
        aria-label={texts.documents.download(item.title)}
        sx={{ bgcolor: "background.paper", borderColor: "chat.line", borderRadius: 1, textAlign: "left" }}
      >
        {item.title}
      </Button>
      {problem && <Notice severity="error">{problem}</Notice>}
    </>
  );
}
