import { expect, test } from "vitest";
import { floorOf, shares, waterfall } from "../../../src/chat/charts/shape";

const points = [
  { label: "Octubre", value: "1000", total: true },
  { label: "Horas extra", value: "300" },
  { label: "Descuento", value: "-50" },
  { label: "Noviembre", value: "1250", total: true },
];

test("each cause of a waterfall starts where the one before it ended, and the last total is where they led", () => {
  expect(waterfall(points).map((bar) => bar.range)).toEqual([
    [0, 1000],
    [1000, 1300],
    [1250, 1300],
    [0, 1250],
  ]);
});

test("the axis leaves out what all bars have in common when that is most of it, and never what is below zero", () => {
  expect(floorOf(waterfall(points))).toBe(850);
  expect(
    floorOf(waterfall([points[0], { label: "Todo", value: "-1000" }].flatMap((each) => each ?? []))),
  ).toBe(0);
});

test("shares add up to one, by size; of nothing there are none", () => {
  expect(
    shares([
      { label: "a", value: "75" },
      { label: "b", value: "-25" },
    ]),
  ).toEqual([0.75, 0.25]);
  expect(shares([{ label: "a", value: "0" }])).toEqual([0]);
});
