import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";

/** Names and what each is; what is not known is left out. */
export function Facts({ facts }: { facts: [string, string | undefined | null][] }) {
  return (
    <Box
      component="dl"
      sx={{
        m: 0,
        display: "grid",
        gridTemplateColumns: { xs: "1fr", sm: "minmax(120px, max-content) 1fr" },
        columnGap: 3,
        rowGap: { xs: 0.25, sm: 1 },
        "& dd": { m: 0, mb: { xs: 1, sm: 0 }, overflowWrap: "anywhere" },
      }}
    >
      {facts.map(([name, value]) =>
        value
          ? [
              <Typography key={`${name}-name`} component="dt" variant="body2" color="textSecondary">
                {name}
              </Typography>,
              <Typography key={name} component="dd" variant="body2" dir="auto">
                {value}
              </Typography>,
            ]
          : null,
      )}
    </Box>
  );
}
