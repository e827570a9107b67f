import { expect, test } from "vitest";
import { saidOf, shown, wrongDates } from "../../../src/chat/payload/dates";
import { es } from "../../../src/locale/es";

const open = { min: null, max: null };

test("dates are said as the assistant reads them, and shown as people do", () => {
  expect(saidOf(["2026-12-14"])).toBe("2026-12-14");
  expect(saidOf(["2026-12-14", "2026-12-18"])).toBe("del 2026-12-14 al 2026-12-18");
  expect(shown("2026-12-14")).toBe("14 de diciembre de 2026");
});

test.each([
  [["2026-12-14", "2026-12-14"], open, null],
  [["2026-12-14", "2026-12-13"], open, "La segunda fecha debe ser igual o posterior a la primera."],
  [["2026-12-14"], { min: "2026-12-15", max: null }, "Elige una fecha desde el 15 de diciembre de 2026."],
  [["2026-12-14"], { min: null, max: "2026-12-01" }, "Elige una fecha hasta el 1 de diciembre de 2026."],
  [
    ["2026-12-14", "2026-12-20"],
    { min: "2026-12-01", max: "2026-12-18" },
    "Elige una fecha entre el 1 de diciembre de 2026 y el 18 de diciembre de 2026.",
  ],
])("of %j within %j it is said: %s", (dates, bounds, said) => {
  expect(wrongDates(dates, bounds, es)).toBe(said);
});
