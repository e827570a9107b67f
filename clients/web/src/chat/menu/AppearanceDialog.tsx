import Button from "@mui/material/Button";
import Dialog from "@mui/material/Dialog";
import DialogActions from "@mui/material/DialogActions";
import DialogContent from "@mui/material/DialogContent";
import DialogTitle from "@mui/material/DialogTitle";
import FormLabel from "@mui/material/FormLabel";
import Stack from "@mui/material/Stack";
import ToggleButton from "@mui/material/ToggleButton";
import ToggleButtonGroup from "@mui/material/ToggleButtonGroup";
import Typography from "@mui/material/Typography";
import { type ReactNode, useId } from "react";
import { formatShare } from "../../locale/format";
import { useTexts } from "../../locale/texts";
import { type Language, settings, TEXT_SIZES, type ThemeChoice } from "../../settings/slice";
import { useAppDispatch, useAppSelector } from "../../store";
import { AutoModeIcon, MoonIcon, SunIcon } from "../../ui/icons";

const THEME_ICONS: Record<ThemeChoice, ReactNode> = {
  auto: <AutoModeIcon fontSize="small" />,
  light: <SunIcon fontSize="small" />,
  dark: <MoonIcon fontSize="small" />,
};

/** Theme, size of the letters and language of the interface. */
export function AppearanceDialog({ onClose }: { onClose: () => void }) {
  const texts = useTexts();
  const dispatch = useAppDispatch();
  const { theme, textSize, language } = useAppSelector((state) => state.settings);
  const titleId = useId();
  const place = (TEXT_SIZES as readonly number[]).indexOf(textSize);
  const resize = (step: number): void => {
    dispatch(settings.actions.chosen({ textSize: TEXT_SIZES[place + step] ?? textSize }));
  };
  return (
    <Dialog open onClose={onClose} aria-labelledby={titleId} fullWidth maxWidth="xs">
      <DialogTitle id={titleId} component="h2" variant="h2">
        {texts.menu.appearance}
      </DialogTitle>
      <DialogContent>
        <Stack spacing={2.5}>
          <Choice
            label={texts.menu.theme}
            value={theme}
            choices={(["auto", "light", "dark"] as const).map((each) => [
              each,
              <Stack key={each} sx={{ alignItems: "center" }}>
                {THEME_ICONS[each]}
                {texts.menu.themes[each]}
              </Stack>,
            ])}
            onChoose={(chosen) => dispatch(settings.actions.chosen({ theme: chosen }))}
          />
          <div>
            <FormLabel component="p">{texts.menu.textSize}</FormLabel>
            <Stack direction="row" spacing={2} sx={{ alignItems: "center", mt: 1 }}>
              <Button
                variant="outlined"
                disabled={place <= 0}
                onClick={() => resize(-1)}
                aria-label={`A−, ${texts.menu.smaller}`}
              >
                A−
              </Button>
              <Typography role="status">{texts.menu.textSizeValue(formatShare(textSize))}</Typography>
              <Button
                variant="outlined"
                disabled={place >= TEXT_SIZES.length - 1}
                onClick={() => resize(1)}
                aria-label={`A+, ${texts.menu.larger}`}
              >
                A+
              </Button>
            </Stack>
          </div>
          <Choice<Language>
            label={texts.menu.language}
            value={language}
            choices={[
              ["es", texts.menu.languages.es],
              ["en", texts.menu.languages.en],
            ]}
            onChoose={(chosen) => dispatch(settings.actions.chosen({ language: chosen }))}
          />
        </Stack>
      </DialogContent>
      <DialogActions sx={{ px: 3, pb: 2 }}>
        <Button onClick={onClose}>{texts.close}</Button>
      </DialogActions>
    </Dialog>
  );
}

interface ChoiceProps<Value extends string> {
  label: string;
  value: Value;
  choices: [Value, ReactNode][];
  onChoose: (value: Value) => void;
}

function Choice<Value extends string>({ label, value, choices, onChoose }: ChoiceProps<Value>) {
  const labelId = useId();
  return (
    <div>
      <FormLabel component="p" id={labelId}>
        {label}
      </FormLabel>
      <ToggleButtonGroup
        exclusive
        fullWidth
        value={value}
        aria-labelledby={labelId}
        onChange={(_event, chosen: Value | null) => chosen !== null && onChoose(chosen)}
        sx={{ mt: 1 }}
      >
        {choices.map(([each, shown]) => (
          <ToggleButton key={each} value={each} sx={{ textTransform: "none" }}>
            {shown}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
    </div>
  );
}
