import { createTheme, type Theme } from "@mui/material/styles";

export type Mode = "light" | "dark";

declare module "@mui/material/styles" {
  interface Palette {
    chat: { canvas: string; own: string; onOwn: string; line: string; soft: string };
    series: string[];
  }
  interface PaletteOptions {
    chat?: Palette["chat"];
    series?: string[];
  }
}

const FONT =
  '"Inter Variable", Inter, system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif';

const LIGHT = {
  primary: { main: "#0d5c55", dark: "#08443f", light: "#2f8078", contrastText: "#ffffff" },
  secondary: { main: "#9a5b00", contrastText: "#ffffff" },
  success: { main: "#1b6e3c" },
  warning: { main: "#8a5300" },
  error: { main: "#b3261e" },
  info: { main: "#1f5f99" },
  text: { primary: "#17211f", secondary: "#4d5c59" },
  background: { default: "#f4f7f6", paper: "#ffffff" },
  divider: "#dbe4e1",
  chat: { canvas: "#eef3f1", own: "#0d5c55", onOwn: "#ffffff", line: "#d5dfdc", soft: "#e2efec" },
  series: ["#0d7a70", "#c27a12", "#3a6ea8", "#a8485f", "#6b7d2b", "#7a5aa6", "#5b6b73", "#8a5a3c"],
};

const DARK = {
  primary: { main: "#6fd6c6", dark: "#3fb3a3", light: "#a3e8dd", contrastText: "#04211d" },
  secondary: { main: "#f0b457", contrastText: "#2a1a00" },
  success: { main: "#7fd6a0" },
  warning: { main: "#f2b866" },
  error: { main: "#ffb4ab" },
  info: { main: "#9ecbff" },
  text: { primary: "#e7efed", secondary: "#a9b8b5" },
  background: { default: "#0e1514", paper: "#182120" },
  divider: "#2c3a38",
  chat: { canvas: "#0e1514", own: "#14564f", onOwn: "#f0fffc", line: "#30403d", soft: "#1d3330" },
  series: ["#5ecbba", "#eab35a", "#86b6ea", "#e795a8", "#bccb74", "#c0a5ea", "#a9b9c4", "#d9ad8d"],
};

/** The look of the chat. `textSize` multiplies every letter; `container` is where dialogs and menus are put. */
export function chatTheme(mode: Mode, textSize: number, container: Element | null): Theme {
  const portals = container ? { container } : {};
  // Pixels inside of another page, whose root size is its own business; elsewhere what the person has set is followed.
  const size = (pixels: number): string =>
    container ? `${pixels * textSize}px` : `${(pixels * textSize) / 16}rem`;
  const theme = createTheme({
    palette: { mode, ...(mode === "light" ? LIGHT : DARK) },
    shape: { borderRadius: 12 },
    typography: {
      fontFamily: FONT,
      subtitle1: { fontSize: size(15) },
      subtitle2: { fontSize: size(14) },
      h1: { fontSize: size(28), fontWeight: 700, letterSpacing: "-0.02em", lineHeight: 1.2 },
      h2: { fontSize: size(18), fontWeight: 650, letterSpacing: "-0.01em", lineHeight: 1.35 },
      h3: { fontSize: size(15), fontWeight: 650, lineHeight: 1.4 },
      body1: { fontSize: size(15), lineHeight: 1.55 },
      body2: { fontSize: size(14), lineHeight: 1.5 },
      caption: { fontSize: size(12.48), lineHeight: 1.45 },
      button: { fontSize: size(14), textTransform: "none", fontWeight: 600 },
    },
    components: {
      MuiModal: { defaultProps: portals },
      MuiPopover: { defaultProps: portals },
      MuiPopper: { defaultProps: portals },
      MuiDialog: { styleOverrides: { paper: { backgroundImage: "none" } } },
      MuiPaper: { styleOverrides: { root: { backgroundImage: "none" } } },
      MuiButton: { defaultProps: { disableElevation: true }, styleOverrides: { root: { minHeight: 40 } } },
      MuiIconButton: { styleOverrides: { root: { minWidth: 40, minHeight: 40 } } },
      MuiButtonBase: {
        styleOverrides: {
          root: ({ theme }) => ({
            "&.Mui-focusVisible": { outline: `2px solid ${theme.palette.primary.main}`, outlineOffset: 2 },
          }),
        },
      },
      MuiTooltip: { defaultProps: { enterDelay: 500 } },
      MuiLink: { defaultProps: { underline: "always" } },
    },
  });
  // What components ask for when they set a size of their own.
  theme.typography.pxToRem = size;
  return theme;
}
