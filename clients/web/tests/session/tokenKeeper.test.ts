import { afterEach, expect, test, vi } from "vitest";
import type { AccessToken } from "../../src/api/identity";
import { SessionEnded, Unreachable } from "../../src/api/problem";
import { Tabs } from "../../src/session/tabs";
import { TokenKeeper } from "../../src/session/tokenKeeper";

const MINUTE = 60_000;
const opened: Tabs[] = [];
const token = (value: string, minutes: number): AccessToken => ({
  value,
  expiresAt: Date.now() + minutes * MINUTE,
});

function tab(name: string, refresh: () => Promise<AccessToken>) {
  const tabs = new Tabs(name);
  opened.push(tabs);
  const ended = vi.fn();
  const renewed = vi.fn(refresh);
  return { keeper: new TokenKeeper({ refresh: renewed }, tabs, `lock ${name}`, ended), renewed, ended };
}

afterEach(() => {
  for (const tabs of opened.splice(0)) tabs.close();
});

test("a token that is good for a while is used as it is", async () => {
  const { keeper, renewed } = tab("good", async () => token("b", 10));
  keeper.keep(token("a", 5));
  expect(await keeper.bearer()).toBe("a");
  expect(renewed).not.toHaveBeenCalled();
});

test("one that is about to run out is renewed first, once for all who ask", async () => {
  const { keeper, renewed } = tab("running out", async () => token("b", 10));
  keeper.keep(token("a", 0.4));
  expect(await Promise.all([keeper.bearer(), keeper.bearer(), keeper.renew("a")])).toEqual(["b", "b", "b"]);
  expect(renewed).toHaveBeenCalledTimes(1);
});

test("a token that somebody else had refused is not renewed when there is a newer one", async () => {
  const { keeper, renewed } = tab("newer", async () => token("c", 10));
  keeper.keep(token("b", 10));
  expect(await keeper.renew("a")).toBe("b");
  expect(renewed).not.toHaveBeenCalled();
});

test("tabs that need one at the same time renew once and share it", async () => {
  const slow = (): Promise<AccessToken> =>
    new Promise((resolve) => setTimeout(() => resolve(token("b", 10)), 30));
  const [one, other] = [tab("shared", slow), tab("shared", slow)];
  expect(await Promise.all([one.keeper.bearer(), other.keeper.bearer()])).toEqual(["b", "b"]);
  expect(one.renewed.mock.calls.length + other.renewed.mock.calls.length).toBe(1);
});

test("a tab whose token ran out takes the one that another has just got, though it is still on its way", async () => {
  const [one, other] = ["b", "c"].map((value) => tab("on its way", async () => token(value, 10)));
  for (const each of [one, other]) each?.keeper.keep(token("a", 0.4));
  expect(await one?.keeper.bearer()).toBe("b");
  expect(await other?.keeper.bearer()).toBe("b");
  expect(other?.renewed).not.toHaveBeenCalled();
});

test("a session that is over is told, and asked about anew the next time", async () => {
  const { keeper, ended, renewed } = tab("over", () => Promise.reject(new SessionEnded("refused")));
  await expect(keeper.bearer()).rejects.toBeInstanceOf(SessionEnded);
  expect(ended).toHaveBeenCalledTimes(1);
  await expect(keeper.bearer()).rejects.toBeInstanceOf(SessionEnded);
  expect(renewed).toHaveBeenCalledTimes(2);
});

test("a server out of reach does not end the session", async () => {
  const { keeper, ended } = tab("out of reach", () => Promise.reject(new Unreachable("silence")));
  await expect(keeper.bearer()).rejects.toBeInstanceOf(Unreachable);
  expect(ended).not.toHaveBeenCalled();
});

test("an older token from a slow tab does not replace a newer one", async () => {
  const { keeper } = tab("slow", async () => token("c", 10));
  keeper.keep(token("new", 10));
  keeper.keep(token("old", 5));
  expect(await keeper.bearer()).toBe("new");
});
