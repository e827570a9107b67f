import { afterEach, expect, test } from "vitest";
import { AddressBook, addressOf } from "../../src/api/addresses";
import { ApiClient } from "../../src/api/http";
import { Unreachable } from "../../src/api/problem";
import { json, serve } from "./server";

let served: Awaited<ReturnType<typeof serve>> | null = null;
const tokens = { bearer: async () => "first", renew: async () => "second" };

afterEach(() => served?.close());

test("queries leave out what is not given, and bodies are JSON", async () => {
  served = await serve((_request, response) => json(response, 200, { a: 1 }));
  const api = new ApiClient(served.url, tokens);
  expect(await api.json("/x", { query: { cursor: undefined, limit: 40, q: "ñ&" } })).toEqual({ a: 1 });
  await api.json("/y", { method: "POST", body: { b: 2 } });
  expect(served.heard.map((request) => [request.method, request.url])).toEqual([
    ["GET", "/x?limit=40&q=%C3%B1%26"],
    ["POST", "/y"],
  ]);
  expect(served.heard[1]?.headers["content-type"]).toBe("application/json");
});

test("an answer without content is undefined", async () => {
  served = await serve((_request, response) => response.writeHead(204).end());
  expect(await new ApiClient(served.url, tokens).json("/x", { method: "DELETE" })).toBeUndefined();
});

test("a file comes with the name that the server gives it", async () => {
  served = await serve((_request, response) => {
    response.setHeader("Content-Disposition", 'attachment; filename="desprendible-2026-05.pdf"');
    response.end("%PDF-");
  });
  const { content, name } = await new ApiClient(served.url, tokens).file("/documents/x");
  expect([await content.text(), name]).toEqual(["%PDF-", "desprendible-2026-05.pdf"]);
});

test("an answer that does not come in time is unreachable", async () => {
  served = await serve(() => undefined);
  const api = new ApiClient(served.url, tokens);
  await expect(api.json("/x", { timeLimitMs: 50 })).rejects.toBeInstanceOf(Unreachable);
});

test("a request that is called off is not told as a failure of the network", async () => {
  served = await serve(() => undefined);
  const leaving = new AbortController();
  const asking = new ApiClient(served.url, tokens).json("/x", { signal: leaving.signal });
  leaving.abort();
  await expect(asking).rejects.toMatchObject({ name: "AbortError" });
});

test("the assistant's address is asked for once, and again after a failure", async () => {
  let failing = true;
  served = await serve((_request, response) =>
    failing ? json(response, 500, {}) : json(response, 200, { assistant_url: "https://chat.example" }),
  );
  const book = new AddressBook(served.url);
  await expect(book.addresses()).rejects.toMatchObject({ status: 500 });
  failing = false;
  await Promise.all([book.addresses(), book.addresses()]);
  expect(await book.addresses()).toEqual({ services: served.url, assistant: "https://chat.example" });
  expect(served.heard).toHaveLength(2);
});

test.each([
  [null, "https://a.example/", "https://a.example"],
  ["https://nomina.example/base/", "https://a.example/", "https://nomina.example/base"],
  ["/nomina", "https://a.example/x?y#z", "https://a.example/nomina"],
])("the address %s of a page at %s is %s", (given, base, address) => {
  expect(addressOf(given, base)).toBe(address);
});
