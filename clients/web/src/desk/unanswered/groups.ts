import type { UnansweredTurn } from "../api/unanswered";

/** A question that was asked in the same words, once or several times. */
export interface QuestionGroup {
  text: string;
  cause: string;
  times: number;
  /** Of the latest of them. */
  turn: UnansweredTurn;
  reasons: string[];
}

const MARKS = /[\u0300-\u036f]/g;

/** What makes two questions the same: the words, whatever the marks, the capitals and the punctuation. */
function sameness({ cause, text }: UnansweredTurn): string {
  const words = text
    .normalize("NFD")
    .replace(MARKS, "")
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return `${cause} ${words?.join(" ") ?? text}`;
}

/** The questions of a report (the latest first), the most repeated first. */
export function groupQuestions(turns: readonly UnansweredTurn[]): QuestionGroup[] {
  const groups = new Map<string, QuestionGroup>();
  for (const turn of turns) {
    const key = sameness(turn);
    const group = groups.get(key) ?? { text: turn.text, cause: turn.cause, times: 0, turn, reasons: [] };
    group.times += 1;
    if (turn.reason && !group.reasons.includes(turn.reason)) group.reasons.push(turn.reason);
    groups.set(key, group);
  }
  return [...groups.values()].sort(
    (a, b) => b.times - a.times || b.turn.occurred_at.localeCompare(a.turn.occurred_at),
  );
}
