import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { visuallyHidden } from "@mui/utils";
import { type DragEvent, useRef, useState } from "react";
import { CloseIcon, DocumentIcon } from "../../ui/icons";
import { UploadIcon } from "../icons";
import { useDeskTexts } from "../texts/texts";
import { sizeOf } from "../time";
import { ACCEPTED } from "./file";

interface DropZoneProps {
  file: File | null;
  disabled: boolean;
  onChoose: (file: File | null) => void;
}

/** Where a file is dropped or chosen. */
export function DropZone({ file, disabled, onChoose }: DropZoneProps) {
  const texts = useDeskTexts();
  const input = useRef<HTMLInputElement>(null);
  const [over, setOver] = useState(false);
  const drop = (event: DragEvent): void => {
    event.preventDefault();
    setOver(false);
    const [dropped] = event.dataTransfer.files;
    if (dropped && !disabled) onChoose(dropped);
  };
  return (
    // The button within does the same for whoever does not drag.
    <Box
      onDragOver={(event) => {
        event.preventDefault();
        setOver(true);
      }}
      onDragLeave={() => setOver(false)}
      onDrop={drop}
      sx={{
        display: "grid",
        justifyItems: "center",
        gap: 1,
        p: 3,
        textAlign: "center",
        borderRadius: 1.5,
        border: "2px dashed",
        borderColor: over ? "primary.main" : "chat.line",
        bgcolor: over ? "chat.soft" : "background.paper",
      }}
    >
      <input
        ref={input}
        type="file"
        accept={ACCEPTED}
        tabIndex={-1}
        aria-hidden
        data-testid="import-file"
        disabled={disabled}
        onChange={(event) => {
          onChoose(event.target.files?.[0] ?? null);
          // The same file, mended, may be chosen again.
          event.target.value = "";
        }}
        style={visuallyHidden}
      />
      {file ? (
        <Box sx={{ display: "flex", alignItems: "center", gap: 1, maxWidth: "100%" }}>
          <DocumentIcon color="primary" />
          <Typography role="status" sx={{ overflowWrap: "anywhere", fontWeight: 600 }}>
            {texts.imports.chosen(file.name, sizeOf(file.size))}
          </Typography>
          <IconButton aria-label={texts.imports.remove} disabled={disabled} onClick={() => onChoose(null)}>
            <CloseIcon fontSize="small" />
          </IconButton>
        </Box>
      ) : (
        <>
          <UploadIcon color="primary" sx={{ fontSize: 36 }} />
          <Typography>{texts.imports.drop}</Typography>
          <Typography variant="caption" color="textSecondary">
            {texts.imports.or}
          </Typography>
        </>
      )}
      <Button variant={file ? "text" : "outlined"} disabled={disabled} onClick={() => input.current?.click()}>
        {texts.imports.pick}
      </Button>
      <Typography variant="caption" color="textSecondary">
        {texts.imports.formats}
      </Typography>
    </Box>
  );
}
