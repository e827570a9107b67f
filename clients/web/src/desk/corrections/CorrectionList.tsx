import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import List from "@mui/material/List";
import ListItemButton from "@mui/material/ListItemButton";
import Skeleton from "@mui/material/Skeleton";
import Typography from "@mui/material/Typography";
import { useTexts } from "../../locale/texts";
import { DESK, hrefOf } from "../../ui/route";
import { correctionsApi } from "../api/corrections";
import { Empty } from "../Empty";
import { Failure } from "../Failure";
import { BackIcon } from "../icons";
import { CORRECTIONS } from "../sections";
import { useDeskTexts } from "../texts/texts";
import { ageOf } from "../time";
import { termOf } from "./term";

/** Corrections of personal data that wait for an answer, the most urgent first. */
export function CorrectionList({ openId }: { openId: string | undefined }) {
  const texts = useDeskTexts();
  const { loading } = useTexts();
  const { data, error, refetch } = correctionsApi.useCorrectionsQuery(undefined, {
    pollingInterval: 60_000,
    skipPollingIfUnfocused: true,
  });
  return (
    <>
      <Box sx={{ p: 1.5, borderBottom: 1, borderColor: "divider" }}>
        <Button href={hrefOf(DESK)} startIcon={<BackIcon />} size="small">
          {texts.inbox.list}
        </Button>
        <Typography component="h2" variant="h3" sx={{ mt: 1, px: 0.5 }}>
          {texts.corrections.list}
        </Typography>
        <Typography variant="caption" component="p" color="textSecondary" sx={{ px: 0.5 }}>
          {texts.corrections.law}
        </Typography>
      </Box>
      {error && (
        <Box sx={{ p: 1.5 }}>
          <Failure error={error} onRetry={() => void refetch()} />
        </Box>
      )}
      {!data && !error && (
        <Skeleton role="status" aria-label={loading} variant="rounded" height={120} sx={{ m: 1.5 }} />
      )}
      {data?.length === 0 && <Empty title={texts.corrections.empty} />}
      {data && data.length > 0 && (
        <List disablePadding aria-label={texts.corrections.list}>
          {data.map((each) => {
            const term = termOf(each, texts);
            return (
              <li key={each.request_id}>
                <ListItemButton
                  component="a"
                  href={hrefOf(DESK, CORRECTIONS, each.request_id)}
                  selected={each.request_id === openId}
                  aria-current={each.request_id === openId ? "true" : undefined}
                  sx={{
                    display: "block",
                    px: 2,
                    py: 1.25,
                    borderBottom: 1,
                    borderColor: "divider",
                    "&.Mui-focusVisible": { outlineOffset: -3 },
                  }}
                >
                  <Box sx={{ display: "flex", gap: 1, alignItems: "baseline" }}>
                    <Typography
                      component="span"
                      variant="body2"
                      noWrap
                      sx={{ flexGrow: 1, fontWeight: 600, color: "text.primary" }}
                    >
                      {each.person_name}
                    </Typography>
                    <Typography component="span" variant="caption" color="textSecondary" noWrap>
                      {ageOf(each.received_at)}
                    </Typography>
                  </Box>
                  <Typography component="p" variant="body2" color="textPrimary">
                    {texts.corrections.datum[each.datum] ?? each.datum}
                  </Typography>
                  <Typography
                    component="p"
                    variant="caption"
                    sx={{
                      fontWeight: term.urgent ? 600 : 400,
                      color: term.urgent ? "error.main" : "text.secondary",
                    }}
                  >
                    {term.text}
                  </Typography>
                </ListItemButton>
              </li>
            );
          })}
        </List>
      )}
    </>
  );
}
