import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

/** Says that there is nothing, and what that means. */
export function Empty({
  title,
  hint,
  icon,
  action,
}: {
  title: string;
  hint?: string;
  icon?: ReactNode;
  action?: ReactNode;
}) {
  return (
    <Box
      sx={{
        display: "grid",
        justifyItems: "center",
        gap: 1,
        px: 3,
        py: 6,
        textAlign: "center",
        color: "text.secondary",
        "& svg": { fontSize: 40 },
      }}
    >
      {icon}
      <Typography variant="h3" component="p" color="textPrimary">
        {title}
      </Typography>
      {hint && (
        <Typography variant="body2" sx={{ maxWidth: 360 }}>
          {hint}
        </Typography>
      )}
      {action}
    </Box>
  );
}
