import { createContext, type ReactNode, useContext } from "react";
import type { Language } from "../settings/slice";
import { en } from "./en";
import { es } from "./es";

/** Every text of the interface; what the assistant says comes from the server. */
export type Texts = typeof es;

const CATALOGUES: Record<Language, Texts> = { es, en };

const TextsContext = createContext<Texts>(es);

export function TextsProvider({ language, children }: { language: Language; children: ReactNode }) {
  return <TextsContext.Provider value={CATALOGUES[language]}>{children}</TextsContext.Provider>;
}

export function useTexts(): Texts {
  return useContext(TextsContext);
}

/** What a document or an element in a language says in its `lang`. */
export function localeOf(language: Language): string {
  return language === "es" ? "es-CO" : "en";
}

export function textsOf(language: Language): Texts {
  return CATALOGUES[language];
}
