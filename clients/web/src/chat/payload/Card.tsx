import Box from "@mui/material/Box";
import Paper from "@mui/material/Paper";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";

interface CardProps {
  title: string;
  /** Buttons beside the title. */
  actions?: ReactNode;
  children: ReactNode;
}

/** The frame of everything that is more than text. */
export function Card({ title, actions, children }: CardProps) {
  const titleId = useId();
  return (
    <Paper
      role="group"
      variant="outlined"
      aria-labelledby={titleId}
      sx={{ borderRadius: 2, borderColor: "chat.line", overflow: "hidden" }}
    >
      <Box sx={{ display: "flex", alignItems: "center", gap: 1, pl: 2, pr: 1, minHeight: 48 }}>
        <Typography
          id={titleId}
          component="h3"
          variant="h3"
          sx={{ flexGrow: 1, overflowWrap: "anywhere", py: 0.75 }}
        >
          {title}
        </Typography>
        {actions}
      </Box>
      {children}
    </Paper>
  );
}
