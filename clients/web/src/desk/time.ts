import { dayOf } from "../locale/format";

const LOCALE = "es-CO";
const DAY_MS = 86_400_000;

const relative = new Intl.RelativeTimeFormat(LOCALE, { numeric: "auto" });
const day = new Intl.DateTimeFormat(LOCALE, {
  day: "numeric",
  month: "short",
  year: "numeric",
  timeZone: "UTC",
});
const dayOfThisYear = new Intl.DateTimeFormat(LOCALE, { day: "numeric", month: "short", timeZone: "UTC" });
const size = new Intl.NumberFormat(LOCALE, { maximumFractionDigits: 1 });

const UNITS: [Intl.RelativeTimeFormatUnit, number][] = [
  ["year", 365 * DAY_MS],
  ["month", 30 * DAY_MS],
  ["day", DAY_MS],
  ["hour", 3_600_000],
  ["minute", 60_000],
];

/** `hace 3 días`, `hace 5 minutos`, `ahora`. */
export function ageOf(at: string, now = Date.now()): string {
  const passed = now - Date.parse(at);
  for (const [unit, milliseconds] of UNITS) {
    if (passed >= milliseconds) return relative.format(-Math.floor(passed / milliseconds), unit);
  }
  return relative.format(0, "second");
}

/** `3 de mar`, with its year when it is another one; of a day (`YYYY-MM-DD`) that is the same everywhere. */
export function shortDay(date: string, now = new Date()): string {
  const format = date.slice(0, 4) === dayOf(now).slice(0, 4) ? dayOfThisYear : day;
  return format.format(new Date(`${date}T00:00:00Z`));
}

/** How many days there are until a day in Colombia; negative when it is over. */
export function daysUntil(date: string, now = new Date()): number {
  return Math.round((Date.parse(date) - Date.parse(dayOf(now))) / DAY_MS);
}

/** `1,5 MB`. */
export function sizeOf(bytes: number): string {
  return bytes < 2 ** 20
    ? `${size.format(Math.max(bytes / 2 ** 10, 0.1))} kB`
    : `${size.format(bytes / 2 ** 20)} MB`;
}
