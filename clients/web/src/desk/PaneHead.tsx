import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import Typography from "@mui/material/Typography";
import { type ReactNode, useEffect, useRef } from "react";
import { useNarrow } from "../ui/useNarrow";
import { BackIcon } from "./icons";
import { useDeskTexts } from "./texts/texts";

/** A row of buttons in the head; on a phone, two abreast. */
export const ACTION_ROW = {
  display: { xs: "grid", sm: "flex" },
  gridTemplateColumns: "1fr 1fr",
  flexWrap: "wrap",
  gap: 1,
  width: { xs: "100%", sm: "auto" },
  // Of an odd number the last one, which is what one most often does, has a row to itself.
  "& > :last-child:nth-of-type(odd)": { gridColumn: "1 / -1" },
} as const;

interface PaneHeadProps {
  title: string;
  subtitle: ReactNode;
  backHref: string;
  /** How it stands: when that changes, the button that did it may be gone, and the focus with it. */
  state?: string;
  children?: ReactNode;
}

/** The head of what was chosen; where it takes the list's place, it has the way back and takes the focus. */
export function PaneHead({ title, subtitle, backHref, state, children }: PaneHeadProps) {
  const texts = useDeskTexts();
  const narrow = useNarrow();
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    if (narrow) heading.current?.focus();
  }, [narrow]);
  // biome-ignore lint/correctness/useExhaustiveDependencies: it runs when the state has changed
  useEffect(() => {
    if (document.activeElement === document.body) heading.current?.focus();
  }, [state]);
  return (
    <Box
      sx={{
        display: "flex",
        flexWrap: "wrap",
        alignItems: "center",
        gap: 1,
        px: { xs: 1, md: 3 },
        py: 1.25,
        bgcolor: "background.paper",
        borderBottom: 1,
        borderColor: "divider",
      }}
    >
      {narrow && (
        <IconButton component="a" href={backHref} aria-label={texts.back}>
          <BackIcon />
        </IconButton>
      )}
      <Box sx={{ minWidth: 0, flex: "1 1 220px" }}>
        <Typography
          ref={heading}
          tabIndex={-1}
          component="h2"
          variant="h2"
          sx={{ outline: "none", overflowWrap: "anywhere" }}
        >
          {title}
        </Typography>
        <Typography component="div" variant="body2" color="textSecondary">
          {subtitle}
        </Typography>
      </Box>
      {children}
    </Box>
  );
}
