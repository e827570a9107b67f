import createCache, { type EmotionCache } from "@emotion/cache";
import { type Options, StyleSheet } from "@emotion/sheet";

type Root = Document | ShadowRoot;

/**
 * Emotion's style sheet as one constructed sheet that a document or a shadow root adopts.
 *
 * A page with a strict Content-Security-Policy admits no `<style>` element without a nonce, neither ours nor that of a
 * site that embeds the chat; rules inserted in a constructed sheet are no inline style.
 */
class AdoptedSheet extends StyleSheet {
  private readonly sheet = new CSSStyleSheet();
  private readonly root: Root;

  constructor(options: Options) {
    super({ ...options, speedy: true });
    const root = options.container.getRootNode();
    this.root = root instanceof ShadowRoot ? root : document;
    this.root.adoptedStyleSheets = [...this.root.adoptedStyleSheets, this.sheet];
  }

  override hydrate(): void {
    // Nothing is rendered on a server.
  }

  override insert(rule: string): void {
    try {
      this.sheet.insertRule(rule, this.sheet.cssRules.length);
    } catch {
      // A rule for another browser's vendor prefix; Emotion lets these go as well.
    }
  }

  override flush(): void {
    this.root.adoptedStyleSheets = this.root.adoptedStyleSheets.filter((each) => each !== this.sheet);
  }
}

/** A cache whose rules apply where `container` is: the document, or the shadow root that it is in. */
export function adoptedCache(key: string, container: Node): EmotionCache {
  const cache = createCache({ key, container });
  // Emotion takes the class of the global styles' sheets from this one, too.
  cache.sheet = new AdoptedSheet({ key, container });
  return cache;
}
