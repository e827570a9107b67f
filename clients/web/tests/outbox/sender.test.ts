import { beforeEach, expect, test, vi } from "vitest";
import type { ChatReply } from "../../src/api/chat";
import { ApiProblem, SessionEnded, Unreachable } from "../../src/api/problem";
import { Sender } from "../../src/outbox/sender";
import { session } from "../../src/session/slice";
import { Tabs } from "../../src/session/tabs";
import { MemoryVault } from "../../src/storage/vault";
import { createStore, type Store } from "../../src/store";

type Turn = (message: string, clientId: string, onReply: (reply: ChatReply) => void) => Promise<void>;

const PERSON = {
  id: "p1",
  name: "Ana Gil",
  firstName: "Ana",
  email: "ana@x.example",
  position: null,
  roles: [],
};
const answering: Turn = async (message, _id, onReply) => onReply({ text: `oí: ${message}` });

let vault: MemoryVault;
let number = 0;

/** A tab whose server answers each attempt by the next of `turns`, and the last for ever. */
function tab(name: string, ...turns: Turn[]): { store: Store; sender: Sender; sent: string[] } {
  const store = createStore();
  store.dispatch(session.actions.signedIn(PERSON));
  const sent: string[] = [];
  const chat = {
    send: (message: string, clientId: string, onReply: (reply: ChatReply) => void) => {
      sent.push(clientId);
      const turn = turns.length > 1 ? turns.shift() : turns[0];
      return (turn ?? answering)(message, clientId, onReply);
    },
  };
  return {
    store,
    sent,
    sender: new Sender(store, chat, vault, new Tabs(name), `outbox ${name}`, () => `m${++number}`),
  };
}

const deliveries = (store: Store) => store.getState().outbox.deliveries;
const texts = (store: Store) => store.getState().conversation.items.map((item) => item.text);
const problem = (status: number, detail = "", retryAfterS: number | null = null): ApiProblem =>
  new ApiProblem({ type: "about:blank", title: "", status, detail, instance: "urn:uuid:c0de" }, retryAfterS);

beforeEach(() => {
  vault = new MemoryVault();
  number = 0;
  Object.assign(navigator, { onLine: true });
  vi.useRealTimers();
});

test("messages are sent in order, one at a time, and each answer stands after its question", async () => {
  const { store, sender, sent } = tab("in order", answering);
  await Promise.all([sender.say("uno"), sender.say("dos"), sender.say("tres")]);
  await vi.waitFor(() => expect(deliveries(store)).toEqual({}));
  expect(sent).toEqual(["m1", "m2", "m3"]);
  expect(texts(store)).toEqual(["uno", "oí: uno", "dos", "oí: dos", "tres", "oí: tres"]);
  expect(await vault.unsent()).toEqual([]);
});

test("a message is in the vault before it is sent, and until it is answered", async () => {
  let release = (): void => undefined;
  const held: Turn = () => new Promise((resolve) => (release = resolve));
  const { store, sender } = tab("vault", held);
  await sender.say("hola");
  expect((await vault.unsent()).map((each) => each.clientId)).toEqual(["m1"]);
  await vi.waitFor(() => expect(deliveries(store)).toEqual({ m1: { state: "sending" } }));
  release();
  await vi.waitFor(async () => expect(await vault.unsent()).toEqual([]));
});

test("what a failed attempt had said is taken back, and the repetition has the same identifier", async () => {
  vi.useFakeTimers();
  const cut: Turn = async (_message, _id, onReply) => {
    onReply({ text: "a medias" });
    throw new Unreachable("cut off");
  };
  const { store, sender, sent } = tab("repetition", cut, answering);
  await sender.say("hola");
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual(["m1", "m1"]);
  expect(texts(store)).toEqual(["hola", "oí: hola"]);
});

test("it waits as long as the server asks", async () => {
  vi.useFakeTimers();
  const busy: Turn = () => Promise.reject(problem(429, "Muchos mensajes.", 20));
  const { sender, sent } = tab("as asked", busy, answering);
  await sender.say("hola");
  await vi.advanceTimersByTimeAsync(19_000);
  expect(sent).toEqual(["m1"]);
  await vi.advanceTimersByTimeAsync(1_000);
  expect(sent).toEqual(["m1", "m1"]);
});

test("without network it stops trying, and goes on when there is one", async () => {
  const { store, sender, sent } = tab(
    "offline",
    () => Promise.reject(new Unreachable("no network")),
    answering,
  );
  Object.assign(navigator, { onLine: false });
  await sender.say("hola");
  await vi.waitFor(() => expect(store.getState().session.online).toBe(false));
  expect(deliveries(store)).toEqual({ m1: { state: "queued" } });
  Object.assign(navigator, { onLine: true });
  store.dispatch(session.actions.wentOnline());
  sender.run();
  await vi.waitFor(() => expect(deliveries(store)).toEqual({}));
  expect(sent).toEqual(["m1", "m1"]);
});

test("a server that stays out of reach counts as no network", async () => {
  vi.useFakeTimers();
  const { store, sender, sent } = tab("gone", () => Promise.reject(new Unreachable("silence")));
  await sender.say("hola");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(sent).toHaveLength(5);
  expect(store.getState().session.online).toBe(false);
  expect(deliveries(store)).toEqual({ m1: { state: "queued" } });
});

test("after the session has ended the message waits for the log-in", async () => {
  const { store, sender, sent } = tab("ended", () => Promise.reject(new SessionEnded("refused")), answering);
  await sender.say("hola");
  await vi.waitFor(() => expect(sent).toHaveLength(1));
  store.dispatch(session.actions.expired());
  sender.run();
  expect(deliveries(store)).toEqual({ m1: { state: "queued" } });
  store.dispatch(session.actions.signedIn(PERSON));
  await sender.resume();
  await vi.waitFor(() => expect(deliveries(store)).toEqual({}));
  expect(sent).toEqual(["m1", "m1"]);
});

test("a refusal says why, lets the next message through, and can be tried again or given up", async () => {
  const { store, sender } = tab("refused", () => Promise.reject(problem(422, "No se entiende.")), answering);
  await sender.say("uno");
  await sender.say("dos");
  await vi.waitFor(() => expect(deliveries(store)).toMatchObject({ m1: { state: "failed" } }));
  expect(deliveries(store).m1).toEqual({ state: "failed", refusal: { detail: "No se entiende." } });
  await vi.waitFor(() => expect(texts(store)).toEqual(["uno", "dos", "oí: dos"]));
  sender.retry("m1");
  await vi.waitFor(() => expect(texts(store)).toEqual(["uno", "oí: uno", "dos", "oí: dos"]));
});

test("a failure of the server that lasts is a refusal with the code for support", async () => {
  vi.useFakeTimers();
  const { store, sender } = tab("broken", () => Promise.reject(problem(500, "Algo falló.")));
  await sender.say("hola");
  await vi.advanceTimersByTimeAsync(60_000);
  expect(deliveries(store).m1).toEqual({
    state: "failed",
    refusal: { detail: "Algo falló.", code: "c0de" },
  });
  await sender.discard("m1");
  expect(texts(store)).toEqual([]);
  expect(await vault.unsent()).toEqual([]);
});

test("two tabs that both know of a message send it once", async () => {
  const one = tab("shared", answering);
  const other = tab("shared", answering);
  await vault.addUnsent({
    clientId: "left",
    item: { id: "left", author: "person", at: "2026-11-01T12:00:00.000Z", text: "¿hola?", clientId: "left" },
  });
  await Promise.all([one.sender.resume(), other.sender.resume()]);
  await vi.waitFor(() => {
    expect(deliveries(one.store)).toEqual({});
    expect(deliveries(other.store)).toEqual({});
  });
  expect([...one.sent, ...other.sent]).toEqual(["left"]);
});
