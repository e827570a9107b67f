import { type SettingsState, TEXT_SIZES } from "./slice";

const KEY = "chatnomina.preferences";

/** The choices kept on this device; nothing when storage is closed to the page or holds something else. */
export function readPreferences(): Partial<SettingsState> {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY) ?? "{}") as Partial<SettingsState>;
    return {
      ...(kept.theme && ["auto", "light", "dark"].includes(kept.theme) ? { theme: kept.theme } : {}),
      ...(kept.language && ["es", "en"].includes(kept.language) ? { language: kept.language } : {}),
      ...(TEXT_SIZES.some((size) => size === kept.textSize) ? { textSize: kept.textSize as number } : {}),
    };
  } catch {
    return {};
  }
}

/** Keep the choices, where the page may. */
export function writePreferences(preferences: SettingsState): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(preferences));
  } catch {
    // A page without storage starts with the defaults each time.
  }
}
