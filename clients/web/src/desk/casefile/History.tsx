import Box from "@mui/material/Box";
import Typography from "@mui/material/Typography";
import { formatMoment } from "../../locale/format";
import type { CaseStep } from "../api/cases";
import { Block } from "../Block";
import { useDeskTexts } from "../texts/texts";

/** What was done with the case, in order, and what was written to the person. */
export function History({ steps }: { steps: CaseStep[] }) {
  const texts = useDeskTexts();
  return (
    <Block title={texts.casefile.history}>
      <Box component="ol" sx={{ m: 0, p: 0, listStyle: "none" }}>
        {steps.map((step, index) => (
          <Box
            component="li"
            // biome-ignore lint/suspicious/noArrayIndexKey: steps are only ever added at the end
            key={index}
            sx={{
              position: "relative",
              pl: 3,
              pb: index === steps.length - 1 ? 0 : 2,
              "&::before": {
                content: '""',
                position: "absolute",
                left: 2,
                top: 6,
                width: 9,
                height: 9,
                borderRadius: "50%",
                bgcolor: index === steps.length - 1 ? "primary.main" : "text.secondary",
              },
              "&::after":
                index === steps.length - 1
                  ? {}
                  : {
                      content: '""',
                      position: "absolute",
                      left: 6,
                      top: 18,
                      bottom: -4,
                      width: 1,
                      bgcolor: "divider",
                    },
            }}
          >
            <Typography variant="body2">
              <Box component="span" sx={{ fontWeight: 600 }}>
                {step.actor_name}
              </Box>
              {" · "}
              {texts.casefile.step[step.action]}
            </Typography>
            <Typography variant="caption" color="textSecondary" component="time" dateTime={step.at}>
              {formatMoment(step.at)}
            </Typography>
            {step.text && (
              <Typography
                variant="body2"
                dir="auto"
                sx={{
                  mt: 0.5,
                  p: 1.25,
                  borderRadius: 1,
                  bgcolor: "chat.soft",
                  whiteSpace: "pre-wrap",
                  overflowWrap: "anywhere",
                }}
              >
                {step.text}
              </Typography>
            )}
          </Box>
        ))}
      </Box>
    </Block>
  );
}
