import Button from "@mui/material/Button";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import { useState } from "react";
import { useTexts } from "../../locale/texts";
import { save } from "../../ui/download";
import { DocumentIcon } from "../../ui/icons";
import { messageOf, Notice } from "../../ui/Notice";
import { useClient } from "../../ui/Providers";
import type { CaseFile } from "../api/cases";
import { Block } from "../Block";
import { useDeskRights } from "../rights";
import { useDeskTexts } from "../texts/texts";
import { sizeOf } from "../time";

/** What the person attached; HR alone opens it, for it may be a medical certificate. */
export function CaseFiles({ caseId, files }: { caseId: string; files: CaseFile[] }) {
  const texts = useDeskTexts();
  const common = useTexts();
  const client = useClient();
  const { isHr } = useDeskRights();
  const [busy, setBusy] = useState<string | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const download = async (file: CaseFile): Promise<void> => {
    setBusy(file.file_id);
    setProblem(null);
    try {
      const path = `/desk/cases/${encodeURIComponent(caseId)}/files/${encodeURIComponent(file.file_id)}`;
      const { content } = await client.api.file(path);
      save(new Blob([content], { type: file.media_type }), file.file_name);
    } catch (error) {
      setProblem(messageOf(error, common));
    } finally {
      setBusy(null);
    }
  };
  return (
    <Block title={texts.casefile.files}>
      <Stack spacing={1} sx={{ alignItems: "flex-start" }}>
        {files.map((file) =>
          isHr ? (
            <Button
              key={file.file_id}
              variant="outlined"
              startIcon={<DocumentIcon />}
              loading={busy === file.file_id}
              loadingPosition="start"
              aria-label={texts.casefile.download(file.file_name)}
              onClick={() => void download(file)}
              sx={{ textAlign: "left", overflowWrap: "anywhere" }}
            >
              {file.file_name} ({sizeOf(file.size)})
            </Button>
          ) : (
            <Typography key={file.file_id} variant="body2" sx={{ overflowWrap: "anywhere" }}>
              {file.file_name} ({sizeOf(file.size)})
            </Typography>
          ),
        )}
        {!isHr && (
          <Typography variant="caption" color="textSecondary">
            {texts.casefile.filesForHr}
          </Typography>
        )}
        {problem && <Notice severity="error">{problem}</Notice>}
      </Stack>
    </Block>
  );
}
