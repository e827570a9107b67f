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

test("an exported table has each row on a line, with its total, and a chart its values", () => {
  const at = "2026-11-10T14:00:02Z";
  const table = {
    type: "table",
    title: "Desprendible de octubre de 2026",
    columns: ["Concepto", "Devengado", "Deducido"],
    rows: [
      ["Sueldo básico", "$ 3.113.000", ""],
      ["Aporte a salud", "", "$ 124.520"],
    ],
    total: ["Neto", "$ 2.988.480", ""],
  };
  const chart = {
    type: "chart",
    kind: "bar",
    title: "Pagos de 2026",
    unit: "COP",
    points: [{ label: "Octubre", value: "2850955.00" }],
  };
  const shown: Item[] = [table, chart].map((custom, index) => ({
    id: String(index),
    author: "assistant",
    at,
    custom,
  }));
  const lines = transcript(shown, es).split("\n");
  expect(lines.slice(1, 6)).toEqual([
    "Desprendible de octubre de 2026",
    "Concepto · Devengado · Deducido",
    "Sueldo básico · $ 3.113.000",
    "Aporte a salud · $ 124.520",
    "Neto · $ 2.988.480",
  ]);
  expect(lines.slice(8, 10)).toEqual(["Pagos de 2026", "Octubre: $ 2.850.955"]);
});

test("a transcript says who, when and what", () => {
  const [first, what, , second] = transcript(said, es).split("\n");
  expect(first).toMatch(/^Tú · 10 de nov de 2026, 9:00/);
  expect(what).toBe("¿Y mi solicitud?");
  expect(second).toMatch(/^ChatNomina · /);
});
