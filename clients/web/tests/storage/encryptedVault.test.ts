import { openDB } from "idb";
import { beforeEach, expect, test } from "vitest";
import type { Person } from "../../src/api/identity";
import { EncryptedVault } from "../../src/storage/encryptedVault";
import { MemoryVault, type Vault } from "../../src/storage/vault";

const ANA: Person = {
  id: "1",
  name: "Ana Gil",
  firstName: "Ana",
  email: "ana@x.example",
  position: null,
  roles: [],
};
const LUZ: Person = { ...ANA, id: "2", name: "Luz Marín" };
const item = (clientId: string) => ({
  clientId,
  item: { id: clientId, author: "person" as const, at: "2026-11-01T00:00:00Z", text: "mi salario", clientId },
});

let name = "";
let number = 0;
beforeEach(() => {
  name = `vault ${++number}`;
});

async function stored(): Promise<{ keys: CryptoKey[]; rows: { content: ArrayBuffer }[] }> {
  const database = await openDB(name);
  const keys = (await database.getAll("keys")) as CryptoKey[];
  const rows = [...(await database.getAll("sealed")), ...(await database.getAll("unsent"))];
  database.close();
  return { keys, rows };
}

test.each<[string, () => Vault]>([
  ["encrypted", () => new EncryptedVault(name)],
  ["in memory", () => new MemoryVault()],
])("a vault (%s) gives back what was put in, in order, and forgets at once", async (_kind, make) => {
  const vault = make();
  await vault.open(ANA);
  await vault.keepConversation({ items: [item("m1").item], draft: "¿y en" });
  for (const clientId of ["m2", "m1", "m3"]) await vault.addUnsent(item(clientId));
  expect(await vault.person()).toEqual(ANA);
  expect(await vault.conversation()).toEqual({ items: [item("m1").item], draft: "¿y en" });
  await vault.removeUnsent("m1");
  expect((await vault.unsent()).map((each) => each.clientId)).toEqual(["m2", "m3"]);
  expect([await vault.hasUnsent("m2"), await vault.hasUnsent("m1")]).toEqual([true, false]);
  await vault.erase();
  expect([await vault.person(), await vault.conversation(), await vault.unsent()]).toEqual([null, null, []]);
});

test("another page of the same browser opens it; another person finds nothing of the first", async () => {
  const first = new EncryptedVault(name);
  await first.open(ANA);
  await first.addUnsent(item("m1"));
  const again = new EncryptedVault(name);
  expect((await again.unsent()).map((each) => each.clientId)).toEqual(["m1"]);
  await again.open(LUZ);
  expect([await again.person(), await again.conversation(), await again.unsent()]).toEqual([LUZ, null, []]);
});

test("what lies on the disk is unreadable without a key that cannot be taken out", async () => {
  const vault = new EncryptedVault(name);
  await vault.open(ANA);
  await vault.addUnsent(item("m1"));
  const { keys, rows } = await stored();
  expect(keys.map((key) => [key.extractable, key.algorithm.name])).toEqual([[false, "AES-GCM"]]);
  expect(rows).toHaveLength(2);
  for (const { content } of rows) {
    expect(new TextDecoder("latin1").decode(content)).not.toMatch(/salario|Ana/);
  }
});

test("a value that was altered, or sealed with another key, counts as none", async () => {
  const vault = new EncryptedVault(name);
  await vault.open(ANA);
  const database = await openDB(name);
  const sealed = await database.get("sealed", "person");
  const bytes = new Uint8Array(sealed.content);
  bytes.set([(bytes.at(0) ?? 0) ^ 1]);
  await database.put("sealed", sealed, "person");
  database.close();
  expect(await vault.person()).toBeNull();
});

test("what a late timer brings after an erasure is not kept", async () => {
  const vault = new EncryptedVault(name);
  await vault.open(ANA);
  await vault.erase();
  await vault.keepConversation({ items: [item("m1").item], draft: "" });
  expect((await stored()).rows).toEqual([]);
});

test("two tabs that begin together agree on one key", async () => {
  const [one, other] = [new EncryptedVault(name), new EncryptedVault(name)];
  await Promise.all([one.addUnsent(item("m1")), other.addUnsent(item("m2"))]);
  expect((await stored()).keys).toHaveLength(1);
  expect((await one.unsent()).map((each) => each.clientId).sort()).toEqual(["m1", "m2"]);
});
