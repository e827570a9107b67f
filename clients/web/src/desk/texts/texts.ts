import { useAppSelector } from "../../store";
import { en } from "./en";
import { es } from "./es";

/** Every text of the desk, apart from the chat's: employees never load them. */
export type DeskTexts = typeof es;

const CATALOGUES: Record<"es" | "en", DeskTexts> = { es, en };

export function useDeskTexts(): DeskTexts {
  return CATALOGUES[useAppSelector((state) => state.settings.language)];
}
