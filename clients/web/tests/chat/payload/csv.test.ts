import { expect, test } from "vitest";
import { toCsv } from "../../../src/chat/payload/csv";

test("cells are quoted where they must be, and rows end as the standard has it", () => {
  expect(
    toCsv([
      ["a", 'b "c"'],
      ["d;e", "f\ng"],
    ]),
  ).toBe('\ufeffa;"b ""c"""\r\n"d;e";"f\ng"');
});

test.each(["=1+1", "+57", "@x", "-cmd", "\tx"])("the cell %j is no formula", (cell) => {
  expect(toCsv([[cell]])).toContain(`'${cell}`);
});

test.each(["-$ 20.000", "- 5", "-12", "− $ 20.000"])("the amount %s stays one", (cell) => {
  expect(toCsv([[cell]])).toBe(`\ufeff${cell}`);
});
