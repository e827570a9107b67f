import { addressOf } from "../api/addresses";
import type { SettingsState } from "../settings/slice";
import { LauncherButton } from "./launcherButton";
import type { Panel } from "./panel";

/**
 * `<chat-nomina>`: a launcher bubble that opens the chat in a panel, in a shadow root of its own.
 *
 * Attributes: `server` (the services; where this script comes from when left out), `assistant` (when it is not what
 * the services say), `theme` (`auto`, `light`, `dark`), `language` (`es`, `en`), `position` (`right`, `left`), and
 * `open`. The chat itself is loaded the first time it is opened.
 */
class ChatNomina extends HTMLElement {
  static readonly observedAttributes = ["theme", "language", "open"];

  private readonly root = this.attachShadow({ mode: "open" });
  private readonly button = new LauncherButton(this.root, () => this.toggleAttribute("open"));
  private panel: Promise<Panel> | null = null;

  connectedCallback(): void {
    this.button.show(this.getAttribute("language"), this.hasAttribute("open"));
    if (this.hasAttribute("open")) void this.openPanel();
  }

  disconnectedCallback(): void {
    const { panel } = this;
    this.panel = null;
    void panel?.then((opened) => opened.stop());
  }

  attributeChangedCallback(name: string): void {
    if (!this.isConnected) return;
    this.button.show(this.getAttribute("language"), this.hasAttribute("open"));
    if (name === "open") void (this.hasAttribute("open") ? this.openPanel() : this.closePanel());
    else void this.panel?.then((panel) => panel.prefer(this.preferences()));
  }

  private async openPanel(): Promise<void> {
    this.panel ??= this.load();
    try {
      (await this.panel).show();
    } catch {
      // Without network the chat cannot be loaded; the bubble stays, and pressing it tries again.
      this.panel = null;
      this.removeAttribute("open");
      this.button.fail();
    }
  }

  private async closePanel(): Promise<void> {
    (await this.panel)?.hide();
    this.button.focus();
  }

  private async load(): Promise<Panel> {
    const { Panel: Loaded } = await import("./panel");
    return new Loaded(this.root, {
      services: addressOf(
        this.getAttribute("server") ?? new URL(/* @vite-ignore */ ".", import.meta.url).href,
        document.baseURI,
      ),
      assistant: this.getAttribute("assistant"),
      preferences: this.preferences(),
      onClose: () => this.removeAttribute("open"),
    });
  }

  private preferences(): Partial<SettingsState> {
    const [theme, language] = [this.getAttribute("theme"), this.getAttribute("language")];
    return {
      ...(theme === "light" || theme === "dark" || theme === "auto" ? { theme } : {}),
      ...(language?.startsWith("es") ? { language: "es" as const } : {}),
      ...(language?.startsWith("en") ? { language: "en" as const } : {}),
    };
  }
}

if (!customElements.get("chat-nomina")) customElements.define("chat-nomina", ChatNomina);
