import type { CaseSummary } from "../api/cases";
import type { DeskTexts } from "../texts/texts";
import { daysUntil, shortDay } from "../time";

const SOON_DAYS = 3;

/** `Pago por revisar · Horas extras`: the sort of work and, where it says more, what it is about. */
export function subjectOf({ kind, about, details }: CaseSummary, texts: DeskTexts): string {
  const more = details.absence ? texts.absence[details.absence] : texts.about[about];
  return more ? `${texts.kind[kind]} · ${more}` : texts.kind[kind];
}

/** Until when a case is to be answered, and whether that is soon or past; null when it has no term or is over. */
export function dueOf(
  { due_on, state }: Pick<CaseSummary, "due_on" | "state">,
  texts: DeskTexts,
): { text: string; urgent: boolean } | null {
  if (!due_on || (state !== "open" && state !== "in_review")) return null;
  const days = daysUntil(due_on);
  const text = days > 0 ? texts.inbox.due(shortDay(due_on)) : texts.inbox.overdue(shortDay(due_on));
  return { text, urgent: days <= SOON_DAYS };
}
