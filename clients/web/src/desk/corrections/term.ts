import type { Correction } from "../api/corrections";
import type { DeskTexts } from "../texts/texts";
import { daysUntil, shortDay } from "../time";

const SOON_DAYS = 3;

/** The last legal day to answer, and whether that is soon or past. */
export function termOf({ due_on, overdue }: Correction, texts: DeskTexts): { text: string; urgent: boolean } {
  const text = overdue
    ? texts.corrections.overdue(shortDay(due_on))
    : texts.corrections.due(shortDay(due_on));
  return { text, urgent: overdue || daysUntil(due_on) <= SOON_DAYS };
}
