const LOCALE = "es-CO";
// Pay is Colombian, wherever the person's device is.
const TIME_ZONE = "America/Bogota";

const money = new Intl.NumberFormat(LOCALE, { style: "currency", currency: "COP", maximumFractionDigits: 0 });
const compactMoney = new Intl.NumberFormat(LOCALE, { notation: "compact", maximumFractionDigits: 2 });
const number = new Intl.NumberFormat(LOCALE);
const percent = new Intl.NumberFormat(LOCALE, { style: "percent", maximumFractionDigits: 1 });
const day = new Intl.DateTimeFormat(LOCALE, { dateStyle: "long", timeZone: TIME_ZONE });
const weekday = new Intl.DateTimeFormat(LOCALE, {
  weekday: "long",
  day: "numeric",
  month: "long",
  timeZone: TIME_ZONE,
});
const time = new Intl.DateTimeFormat(LOCALE, { timeStyle: "short", timeZone: TIME_ZONE });
const moment = new Intl.DateTimeFormat(LOCALE, {
  day: "numeric",
  month: "short",
  year: "numeric",
  hour: "numeric",
  minute: "2-digit",
  timeZone: TIME_ZONE,
});
const isoDay = new Intl.DateTimeFormat("en-CA", { timeZone: TIME_ZONE });

/** `$ 1.750.905`, from the exact decimal that the server gives; `− $ 20.000` as the assistant writes what is less. */
export function formatMoney(value: string | number): string {
  const amount = money.format(Math.abs(Number(value))).replace(/\u00a0/g, " ");
  return Number(value) < 0 ? `− ${amount}` : amount;
}

/** A chart's value in its unit: an amount, or a plain number. */
export function formatFigure(value: string | number, unit: string): string {
  return unit === "COP" ? formatMoney(value) : formatNumber(Number(value));
}

/** A text whose amounts are not torn from their signs at the end of a line. */
export function withWholeAmounts(text: string): string {
  return text.replace(/(?:[+−-] )?\$ (?=\d)/g, (sign) => sign.replaceAll(" ", "\u00a0"));
}

/** `1,75 M`, for the axis of a chart. */
export function formatShortMoney(value: number): string {
  return compactMoney.format(value);
}

export function formatNumber(value: number): string {
  return number.format(value);
}

/** `12,5%`, of a share between 0 and 1. */
export function formatShare(value: number): string {
  return percent.format(value);
}

/** `3 de marzo de 2026`. */
export function formatDay(at: string | Date): string {
  return day.format(new Date(at));
}

/** `martes, 3 de marzo`. */
export function formatWeekday(at: string | Date): string {
  return weekday.format(new Date(at));
}

/** `9:05 a. m.` */
export function formatTime(at: string | Date): string {
  return time.format(new Date(at));
}

/** `3 de mar de 2026, 9:05 a. m.` */
export function formatMoment(at: string | Date): string {
  return moment.format(new Date(at));
}

/** `2026-03-03`: the day in Colombia, for comparing and for naming files. */
export function dayOf(at: string | Date): string {
  return isoDay.format(new Date(at));
}
