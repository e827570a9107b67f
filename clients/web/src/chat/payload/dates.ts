import { formatDay } from "../../locale/format";
import type { Texts } from "../../locale/texts";

export interface Bounds {
  min: string | null;
  max: string | null;
}

/** What is wrong with the dates chosen (`YYYY-MM-DD`), or null. */
export function wrongDates(dates: string[], { min, max }: Bounds, texts: Texts): string | null {
  for (const date of dates) {
    if ((min !== null && date < min) || (max !== null && date > max)) {
      if (min !== null && max !== null) return texts.picker.outside(shown(min), shown(max));
      return min !== null ? texts.picker.before(shown(min)) : texts.picker.after(shown(max ?? ""));
    }
  }
  const [from, to] = dates;
  return from !== undefined && to !== undefined && to < from ? texts.picker.order : null;
}

/** `3 de marzo de 2026`, of a day that is the same everywhere. */
export function shown(date: string): string {
  return formatDay(`${date}T12:00:00-05:00`);
}

/** What is said of the dates chosen: «2026-12-14», or «del 2026-12-14 al 2026-12-18», as the assistant reads them. */
export function saidOf(dates: string[]): string {
  const [from, to] = dates;
  return to === undefined ? (from ?? "") : `del ${from} al ${to}`;
}
