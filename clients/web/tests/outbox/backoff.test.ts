import { expect, test } from "vitest";
import { waitBefore } from "../../src/outbox/backoff";

test("each wait is twice the one before, up to half a minute", () => {
  const waits = [1, 2, 3, 4, 5, 6, 7, 20].map((attempt) => waitBefore(attempt, null));
  expect(waits).toEqual([1_000, 2_000, 4_000, 8_000, 16_000, 30_000, 30_000, 30_000]);
});

test("the server's own wait is never cut short", () => {
  expect(waitBefore(1, 45)).toBe(45_000);
  expect(waitBefore(5, 2)).toBe(16_000);
});
