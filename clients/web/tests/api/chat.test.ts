import { afterEach, expect, test } from "vitest";
import { AddressBook } from "../../src/api/addresses";
import { ChatApi, type ChatReply } from "../../src/api/chat";
import { ApiClient } from "../../src/api/http";
import { ApiProblem, SessionEnded, Unreachable } from "../../src/api/problem";
import { json, serve } from "./server";

type Served = Awaited<ReturnType<typeof serve>>;

let served: Served | null = null;
const tokens = { bearer: async () => "first", renew: async () => "second" };

/** The chat of a server that answers the webhook with these chunks of an event stream, and whether it then ends. */
async function chatOf(chunks: string[], ends = true): Promise<ChatApi> {
  return chatThat((_request, response) => {
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    for (const chunk of chunks) response.write(chunk);
    if (ends) response.end();
    else setTimeout(() => response.destroy(), 20);
  });
}

async function chatThat(handle: Parameters<typeof serve>[0]): Promise<ChatApi> {
  served = await serve(handle);
  return new ChatApi(new AddressBook(served.url, served.url), new ApiClient(served.url, tokens), tokens);
}

async function heard(chat: ChatApi): Promise<ChatReply[]> {
  const replies: ChatReply[] = [];
  await chat.send("hola", "m1", (reply) => replies.push(reply));
  return replies;
}

afterEach(() => served?.close());

test("replies are heard as they are said, wherever the network cuts the stream", async () => {
  const stream =
    'event: message\ndata: {"text": "uno ñ"}\n\n: keep-alive\n\nevent: message\ndata: {"text": "dos"}\n\nevent: done\ndata: {}\n\n';
  expect(await heard(await chatOf([...stream]))).toEqual([{ text: "uno ñ" }, { text: "dos" }]);
  expect(served?.heard[0]?.headers).toMatchObject({ "idempotency-key": "m1", authorization: "Bearer first" });
  expect(served?.heard[0]?.url).toBe("/webhooks/rest/webhook?stream=true");
});

test.each([
  ["it is cut off", ['event: message\ndata: {"text": "uno"}\n\n'], false],
  ["it ends without saying that it is done", ['event: message\ndata: {"text": "uno"}\n\n'], true],
  ["it says nothing at all", [], true],
])("a turn does not count when %s", async (_why, chunks, ends) => {
  await expect(heard(await chatOf(chunks, ends))).rejects.toBeInstanceOf(Unreachable);
});

test("a problem in the middle of the stream is a problem", async () => {
  const problem = { type: "urn:chatnomina:problema:x", title: "", status: 503, detail: "Espera." };
  const chat = await chatOf([`event: problem\ndata: ${JSON.stringify(problem)}\n\n`]);
  await expect(heard(chat)).rejects.toMatchObject({ status: 503, details: { detail: "Espera." } });
});

test("a refused token is renewed once, and the same message sent again with the same identifier", async () => {
  const chat = await chatThat((request, response) => {
    if (request.headers.authorization === "Bearer first") return json(response, 401, {});
    response.writeHead(200, { "Content-Type": "text/event-stream" });
    return response.end("event: done\ndata: {}\n\n");
  });
  expect(await heard(chat)).toEqual([]);
  expect(served?.heard.map((request) => request.headers["idempotency-key"])).toEqual(["m1", "m1"]);
});

test("a token refused twice ends the session", async () => {
  const chat = await chatThat((_request, response) => json(response, 401, {}));
  await expect(heard(chat)).rejects.toBeInstanceOf(SessionEnded);
});

test("problem details are read with how long to wait", async () => {
  const chat = await chatThat((_request, response) => {
    response.setHeader("Retry-After", "7");
    json(response, 429, { type: "urn:x:muchos", status: 429, detail: "Muchos." }, "application/problem+json");
  });
  const failure = await heard(chat).catch((error: unknown) => error);
  expect(failure).toBeInstanceOf(ApiProblem);
  expect(failure).toMatchObject({ status: 429, slug: "muchos", retryAfterS: 7 });
});

test("a failure without problem details still has its status", async () => {
  const chat = await chatThat((_request, response) => {
    response.writeHead(502, { "Content-Type": "text/html" });
    response.end("<h1>Bad Gateway</h1>");
  });
  await expect(heard(chat)).rejects.toMatchObject({ status: 502, details: { detail: "" } });
});

test("nobody at the other end is unreachable", async () => {
  const chat = await chatOf([]);
  served?.close();
  await expect(heard(chat)).rejects.toBeInstanceOf(Unreachable);
});
