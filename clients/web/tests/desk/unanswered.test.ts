import { describe, expect, it } from "vitest";
import type { UnansweredTurn } from "../../src/desk/api/unanswered";
import { groupQuestions } from "../../src/desk/unanswered/groups";

function turn(text: string, more: Partial<UnansweredTurn> = {}): UnansweredTurn {
  return { message_id: text, occurred_at: "2026-11-20T15:00:00Z", text, cause: "not_understood", ...more };
}

describe("questions of a report", () => {
  it("are one when only marks, capitals and punctuation differ, the most repeated first", () => {
    const groups = groupQuestions([
      turn("¿me prestan plata?"),
      turn("¿Cuándo abren la cafetería?", { occurred_at: "2026-11-19T15:00:00Z" }),
      turn("cuando abren la cafeteria", { occurred_at: "2026-11-18T15:00:00Z" }),
    ]);
    expect(groups.map(({ text, times }) => [text, times])).toEqual([
      ["¿Cuándo abren la cafetería?", 2],
      ["¿me prestan plata?", 1],
    ]);
    expect(groups[0]?.turn.occurred_at).toBe("2026-11-19T15:00:00Z");
  });

  it("are apart by cause, and keep each reason once", () => {
    const disliked = { cause: "disliked", reason: "La cifra no coincide" };
    const groups = groupQuestions([
      turn("mi sueldo", disliked),
      turn("mi sueldo", disliked),
      turn("mi sueldo"),
    ]);
    expect(groups.map(({ cause, times, reasons }) => [cause, times, reasons])).toEqual([
      ["disliked", 2, ["La cifra no coincide"]],
      ["not_understood", 1, []],
    ]);
  });
});
