import Box from "@mui/material/Box";
import Stack from "@mui/material/Stack";
import Typography from "@mui/material/Typography";
import type { ReactNode } from "react";

interface PageProps {
  title: string;
  intro: ReactNode;
  actions?: ReactNode;
  children: ReactNode;
}

/** A section of the desk that is one page. */
export function Page({ title, intro, actions, children }: PageProps) {
  return (
    <Box component="main" sx={{ flex: 1, minHeight: 0, overflowY: "auto" }}>
      <Stack spacing={2} sx={{ maxWidth: 1120, mx: "auto", p: { xs: 1.5, md: 3 } }}>
        <Box sx={{ display: "flex", flexWrap: "wrap", alignItems: "flex-start", gap: 2 }}>
          <Box sx={{ flex: "1 1 320px", minWidth: 0 }}>
            <Typography component="h2" variant="h2">
              {title}
            </Typography>
            <Typography variant="body2" color="textSecondary" component="div" sx={{ mt: 0.5 }}>
              {intro}
            </Typography>
          </Box>
          {actions}
        </Box>
        {children}
      </Stack>
    </Box>
  );
}
