const STYLES = `
:host { all: initial; position: fixed; z-index: 2147483000; bottom: max(20px, env(safe-area-inset-bottom)); right: 20px; }
:host([position="left"]) { right: auto; left: 20px; }
button {
  width: 60px; height: 60px; padding: 0; border: 0; border-radius: 50%; cursor: pointer; display: grid;
  place-items: center; color: #fff; background: #0d5c55; box-shadow: 0 6px 24px rgb(4 33 29 / 32%);
}
button:hover { background: #08443f; }
button:focus-visible { outline: 3px solid #0d5c55; outline-offset: 3px; box-shadow: 0 0 0 3px #fff; }
button[data-failed] { background: #b3261e; }
svg { width: 30px; height: 30px; fill: none; stroke: currentColor; stroke-width: 3.2; stroke-linecap: round; stroke-linejoin: round; }
@media (prefers-reduced-motion: no-preference) { button { transition: background .15s, transform .15s; } button:active { transform: scale(.94); } }
`;
const DRAWINGS = {
  closed:
    "M11 6h26a6 6 0 0 1 6 6v18a6 6 0 0 1-6 6H25l-10 7v-7h-4a6 6 0 0 1-6-6V12a6 6 0 0 1 6-6ZM14 16h12M14 24h20",
  open: "m12 18 12 12 12-12",
};
const LABELS = {
  es: {
    closed: "Abrir el chat de nómina",
    open: "Cerrar el chat de nómina",
    failed: "El chat no cargó: intentar de nuevo",
  },
  en: {
    closed: "Open the payroll chat",
    open: "Close the payroll chat",
    failed: "The chat did not load: try again",
  },
};
const SVG = "http://www.w3.org/2000/svg";

/** The bubble: plain DOM, so that a page pays for the chat only when somebody opens it. */
export class LauncherButton {
  private readonly button = document.createElement("button");
  private readonly path = document.createElementNS(SVG, "path");
  private labels = LABELS.es;

  constructor(root: ShadowRoot, onPress: () => void) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    const drawing = document.createElementNS(SVG, "svg");
    drawing.setAttribute("viewBox", "0 0 48 48");
    drawing.setAttribute("aria-hidden", "true");
    drawing.append(this.path);
    this.button.type = "button";
    this.button.append(drawing);
    this.button.addEventListener("click", onPress);
    root.append(this.button);
  }

  show(language: string | null, open: boolean): void {
    this.labels = language?.startsWith("en") ? LABELS.en : LABELS.es;
    this.button.removeAttribute("data-failed");
    this.button.setAttribute("aria-expanded", String(open));
    this.button.setAttribute("aria-label", open ? this.labels.open : this.labels.closed);
    this.path.setAttribute("d", open ? DRAWINGS.open : DRAWINGS.closed);
  }

  fail(): void {
    this.button.setAttribute("data-failed", "");
    this.button.setAttribute("aria-label", this.labels.failed);
  }

  focus(): void {
    this.button.focus();
  }
}
