import { createRoot, type Root } from "react-dom/client";
import { ChatScreen } from "../chat/ChatScreen";
import { Client } from "../client";
import { localeOf, textsOf } from "../locale/texts";
import { LoginScreen } from "../login/LoginScreen";
import { type Language, type SettingsState, settings } from "../settings/slice";
import { useAppSelector } from "../store";
import { adoptedCache } from "../ui/adoptedSheet";
import { ErrorBoundary } from "../ui/ErrorBoundary";
import { loadFont } from "../ui/font";
import { Providers } from "../ui/Providers";
import { PanelContext } from "../ui/useNarrow";

const STYLES = `
.panel {
  position: fixed; bottom: 96px; right: 20px; width: 400px; height: min(680px, calc(100dvh - 120px)); overflow: hidden;
  border-radius: 18px; box-shadow: 0 18px 60px rgb(4 33 29 / 34%); background: Canvas; isolation: isolate;
}
:host([position="left"]) .panel { right: auto; left: 20px; }
.panel[hidden] { display: none; }
.panel:focus { outline: none; }
@media (max-width: 520px) { .panel, :host([position="left"]) .panel { inset: 0; width: auto; height: auto; border-radius: 0; } }
`;

interface PanelOptions {
  services: string;
  assistant: string | null;
  preferences: Partial<SettingsState>;
  onClose: () => void;
}

/** The chat in a panel over another page, with its styles and its dialogs in the element's own shadow root. */
export class Panel {
  private readonly frame = document.createElement("div");
  private readonly client: Client;
  private readonly rendered: Root;

  constructor(root: ShadowRoot, { services, assistant, preferences, onClose }: PanelOptions) {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(STYLES);
    root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
    this.frame.className = "panel";
    this.frame.setAttribute("role", "dialog");
    this.frame.tabIndex = -1;
    const content = document.createElement("div");
    content.style.height = "100%";
    const overlays = document.createElement("div");
    const dress = (mode: string, language: Language): void => {
      this.frame.style.colorScheme = mode;
      this.frame.lang = overlays.lang = localeOf(language);
      this.frame.setAttribute("aria-label", textsOf(language).chat.title);
    };
    this.frame.append(content);
    root.append(this.frame, overlays);
    this.frame.addEventListener("keydown", (event) => {
      if (event.key === "Escape" && !event.defaultPrevented) onClose();
    });
    this.client = new Client({ services, assistant, preferences });
    this.rendered = createRoot(content);
    this.rendered.render(
      <PanelContext.Provider value={true}>
        <Providers
          client={this.client}
          cache={adoptedCache("cn", content)}
          container={overlays}
          onLook={dress}
        >
          <Screen onClose={onClose} />
        </Providers>
      </PanelContext.Provider>,
    );
    void this.client.start();
    void loadFont();
  }

  /** Show the panel and go on in it from the keyboard. */
  show(): void {
    this.frame.hidden = false;
    this.frame.focus();
  }

  hide(): void {
    this.frame.hidden = true;
  }

  /** What the page that embeds the chat prefers now. */
  prefer(preferences: Partial<SettingsState>): void {
    this.client.store.dispatch(settings.actions.chosen(preferences));
  }

  stop(): void {
    this.rendered.unmount();
    this.client.stop();
    this.frame.remove();
  }
}

function Screen({ onClose }: { onClose: () => void }) {
  const { status } = useAppSelector((state) => state.session);
  const { language } = useAppSelector((state) => state.settings);
  if (status === "starting") return null;
  return (
    <ErrorBoundary texts={textsOf(language)} onReload={onClose}>
      {status === "signedOut" ? <LoginScreen onClose={onClose} /> : <ChatScreen onClose={onClose} />}
    </ErrorBoundary>
  );
}
