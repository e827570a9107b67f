import { expect, test } from "vitest";
import {
  dayOf,
  formatDay,
  formatFigure,
  formatMoment,
  formatMoney,
  formatShare,
  formatShortMoney,
  formatTime,
  formatWeekday,
  withWholeAmounts,
} from "../../src/locale/format";

const plain = (text: string): string => text.replace(/[\u00a0\u202f]/g, " ");

test.each([
  ["1750905", "$ 1.750.905"],
  ["0", "$ 0"],
  ["-20000", "− $ 20.000"],
  ["3101498.06", "$ 3.101.498"],
])("the amount %s is written %s", (amount, written) => {
  expect(plain(formatMoney(amount))).toBe(written);
});

test("an amount and its sign stay on one line, and nothing else changes", () => {
  const said = "Subió + $ 150.473,81 (de $ 2.850.955). Cuesta US$ algo, $ sin cifra.";
  expect(withWholeAmounts(said)).toBe(
    "Subió +\u00a0$\u00a0150.473,81 (de $\u00a02.850.955). Cuesta US$ algo, $ sin cifra.",
  );
});

test("a chart's figures are amounts only when they are pesos", () => {
  expect(plain(formatFigure("1750905.00", "COP"))).toBe("$ 1.750.905");
  expect(formatFigure("1750.5", "días")).toBe("1.750,5");
});

test("shares and amounts of an axis are short", () => {
  expect(plain(formatShare(0.125)).replace(" ", "")).toBe("12,5%");
  expect(plain(formatShortMoney(1_750_000))).toBe("1,75 M");
});

test("moments are told in Colombia's time, wherever the device is", () => {
  const midnight = "2026-03-04T04:30:00Z"; // half past eleven of the day before, in Bogotá
  expect(dayOf(midnight)).toBe("2026-03-03");
  expect(formatDay(midnight)).toBe("3 de marzo de 2026");
  expect(formatWeekday(midnight)).toBe("martes, 3 de marzo");
  expect(plain(formatTime(midnight))).toBe("11:30 p. m.");
  expect(plain(formatMoment(midnight))).toBe("3 de mar de 2026, 11:30 p. m.");
});
