import { expect, test } from "vitest";
import { folded, transcript, wordsOf } from "../../src/chat/plainText";
import type { Item } from "../../src/conversation/item";
import { es } from "../../src/locale/es";

const said: Item[] = [
  { id: "1", author: "person", at: "2026-11-10T14:00:00Z", text: "¿Y mi solicitud?" },
  {
    id: "2",
    author: "assistant",
    at: "2026-11-10T14:00:01Z",
    text: "Quedó registrada.",
    custom: { type: "case", number: "N-2026-7", state: "open", kind: "leave" },
  },
];

test("words are found without accents or case", () => {
  expect(folded("Nómina ÑANDÚ")).toBe("nomina nandu");
});

test("structured parts are read in the person's language, never in codes", () => {
  expect(said[1] && wordsOf(said[1], [], es)).toBe(
    "Quedó registrada. · N-2026-7 · Ausencia o licencia · Abierto",
  );
});

test("a transcript says who, when and what", () => {
  const [first, what, , second] = transcript(said, es).split("\n");
  expect(first).toMatch(/^Tú · 10 de nov de 2026, 9:00/);
  expect(what).toBe("¿Y mi solicitud?");
  expect(second).toMatch(/^ChatNomina · /);
});
