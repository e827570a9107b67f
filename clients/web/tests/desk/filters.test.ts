import { describe, expect, it } from "vitest";
import { askedOf, badDates, EVERYTHING } from "../../src/desk/audit/filter";
import { wrongFile } from "../../src/desk/imports/file";
import { asked, FIRST_FILTER, narrowed } from "../../src/desk/inbox/filter";
import { es } from "../../src/desk/texts/es";
import { waitAfter } from "../../src/desk/useActivity";

describe("the filter of the inbox", () => {
  it("asks for what was chosen alone", () => {
    expect(asked(FIRST_FILTER)).toEqual({ state: "pending", order: "due" });
    expect(asked({ kind: "leave", state: "", assigned: "mine", order: "oldest" })).toEqual({
      kind: "leave",
      assigned: "mine",
      order: "oldest",
    });
  });

  it("is narrowed by anything but the order", () => {
    expect(narrowed({ ...FIRST_FILTER, order: "newest" })).toBe(false);
    expect(narrowed({ ...FIRST_FILTER, state: "" })).toBe(true);
  });
});

describe("the filter of the audit log", () => {
  it("takes whole days in Colombia, the last one too", () => {
    expect(askedOf({ ...EVERYTHING, since: "2026-11-20", until: "2026-11-30" })).toEqual({
      since: "2026-11-20T00:00:00-05:00",
      until: "2026-12-01T00:00:00-05:00",
    });
  });

  it("refuses days that end before they begin", () => {
    expect(badDates({ ...EVERYTHING, since: "2026-11-20", until: "2026-11-19" })).toBe(true);
    expect(badDates({ ...EVERYTHING, since: "2026-11-20", until: "2026-11-20" })).toBe(false);
    expect(badDates({ ...EVERYTHING, since: "2026-11-20" })).toBe(false);
  });
});

describe("a payroll file", () => {
  it("is refused by what can be told before it is sent", () => {
    expect(wrongFile({ name: "Nómina.XLSX", size: 1_000 }, es)).toBeNull();
    expect(wrongFile({ name: "nomina.pdf", size: 1_000 }, es)).toBe(es.imports.wrongType);
    expect(wrongFile({ name: "nomina.csv", size: 21 * 2 ** 20 }, es)).toBe(es.imports.tooBig);
  });
});

describe("looking for news", () => {
  it("waits twice as long after each failure, up to four minutes", () => {
    expect([0, 1, 2, 10].map(waitAfter)).toEqual([15_000, 30_000, 60_000, 240_000]);
  });
});
