import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { CaseSummary } from "../../src/desk/api/cases";
import { dueOf, subjectOf } from "../../src/desk/inbox/labels";
import { es } from "../../src/desk/texts/es";
import { ageOf, daysUntil, shortDay, sizeOf } from "../../src/desk/time";

const listed: CaseSummary = {
  case_id: "c",
  number: "N-2026-000001",
  kind: "leave",
  about: "ausencia",
  state: "open",
  person_id: "p",
  person_name: "Laura Gómez",
  opened_at: "2026-11-20T15:00:00Z",
  updated_at: "2026-11-20T15:00:00Z",
  details: { absence: "unpaid" },
  due_on: "2026-11-27",
  unread: true,
};

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

describe("what a case is called", () => {
  it("names the sort of work and what it is about", () => {
    expect(subjectOf(listed, es)).toBe("Ausencia · Licencia no remunerada");
    expect(subjectOf({ ...listed, kind: "wrong_pay", about: "horas_extras", details: {} }, es)).toBe(
      "Pago por revisar · Horas extras",
    );
    expect(subjectOf({ ...listed, kind: "handover", about: "atencion_humana", details: {} }, es)).toBe(
      "Atención humana",
    );
  });
});

describe("until when a case is answered", () => {
  it("is urgent three days before, and over on the day itself, by the day in Colombia", () => {
    // Still the 23rd in Colombia, already the 24th in UTC.
    vi.setSystemTime("2026-11-24T03:00:00Z");
    expect(dueOf(listed, es)).toEqual({ text: "Responder antes del 27 de nov", urgent: false });
    vi.setSystemTime("2026-11-24T15:00:00Z");
    expect(dueOf(listed, es)?.urgent).toBe(true);
    vi.setSystemTime("2026-11-27T12:00:00Z");
    expect(dueOf(listed, es)).toEqual({ text: "Debía responderse antes del 27 de nov", urgent: true });
  });

  it("is told of nothing that is over or has no term", () => {
    expect(dueOf({ ...listed, state: "resolved" }, es)).toBeNull();
    const { due_on: _, ...without } = listed;
    expect(dueOf(without, es)).toBeNull();
  });
});

describe("times and sizes", () => {
  it("tells ages in the largest unit that fits", () => {
    const now = Date.parse("2026-11-23T15:00:00Z");
    expect(ageOf("2026-11-23T14:59:40Z", now)).toBe("ahora");
    expect(ageOf("2026-11-23T14:10:00Z", now)).toBe("hace 50 minutos");
    expect(ageOf("2026-11-22T14:00:00Z", now)).toBe("ayer");
    expect(ageOf("2026-11-18T15:00:00Z", now)).toBe("hace 5 días");
    expect(ageOf("2025-11-18T15:00:00Z", now)).toBe("el año pasado");
  });

  it("leaves a day where it is, whatever the device's time zone", () => {
    const now = new Date("2026-11-23T15:00:00Z");
    expect(shortDay("2026-12-01", now)).toBe("1 de dic");
    expect(shortDay("2027-01-05", now)).toContain("2027");
    expect(daysUntil("2026-11-24", now)).toBe(1);
    expect(daysUntil("2026-11-20", now)).toBe(-3);
  });

  it("tells sizes as people do", () => {
    expect(sizeOf(200)).toBe("0,2 kB");
    expect(sizeOf(1_572_864)).toBe("1,5 MB");
  });
});
