import { type DBSchema, type IDBPDatabase, openDB } from "idb";
import type { Person } from "../api/identity";
import type { Remembered, Unsent, Vault } from "./vault";

interface Sealed {
  nonce: Uint8Array<ArrayBuffer>;
  content: ArrayBuffer;
}

interface Schema extends DBSchema {
  /** The one key, `owner`: AES-GCM, not extractable, so that not even a script of the page can read it. */
  keys: { key: string; value: CryptoKey };
  sealed: { key: string; value: Sealed };
  unsent: { key: number; value: Sealed & { clientId: string }; indexes: { clientId: string } };
}

const KEY = "owner";
const NONCE_BYTES = 12;

/**
 * IndexedDB in which every value is sealed with AES-GCM under a key that cannot leave the browser.
 *
 * It guards against whoever reads the profile folder or a backup of it, and makes deleting sure: without the key, what
 * a disk may still hold is noise. It does not guard against a script that runs in the page.
 */
export class EncryptedVault implements Vault {
  readonly lasting = true;
  private database: Promise<IDBPDatabase<Schema>> | null = null;

  constructor(private readonly name: string) {}

  async person(): Promise<Person | null> {
    return this.read<Person>("person");
  }

  async open(person: Person): Promise<void> {
    const owner = await this.person();
    if (owner && owner.id !== person.id) await this.erase();
    await this.write("person", person);
  }

  conversation(): Promise<Remembered | null> {
    return this.read<Remembered>("conversation");
  }

  async keepConversation(remembered: Remembered): Promise<void> {
    // After an erasure there is no key, and what a late timer brings belongs to nobody.
    if (await this.key()) await this.write("conversation", remembered);
  }

  async unsent(): Promise<Unsent[]> {
    const [key, database] = [await this.key(), await this.opened()];
    if (!key) return [];
    const rows = await database.getAll("unsent");
    const opened = await Promise.all(rows.map((row) => unseal<Unsent>(key, row)));
    return opened.filter((unsent) => unsent !== null);
  }

  async addUnsent(unsent: Unsent): Promise<void> {
    const sealed = await seal(await this.keyOrNew(), unsent);
    await (await this.opened()).add("unsent", { ...sealed, clientId: unsent.clientId });
  }

  async hasUnsent(clientId: string): Promise<boolean> {
    return (await (await this.opened()).getKeyFromIndex("unsent", "clientId", clientId)) !== undefined;
  }

  async removeUnsent(clientId: string): Promise<void> {
    const database = await this.opened();
    const row = await database.getKeyFromIndex("unsent", "clientId", clientId);
    if (row !== undefined) await database.delete("unsent", row);
  }

  async erase(): Promise<void> {
    const transaction = (await this.opened()).transaction(["keys", "sealed", "unsent"], "readwrite");
    await Promise.all([
      transaction.objectStore("keys").clear(),
      transaction.objectStore("sealed").clear(),
      transaction.objectStore("unsent").clear(),
      transaction.done,
    ]);
  }

  private async read<Value>(name: string): Promise<Value | null> {
    const [key, sealed] = [await this.key(), await (await this.opened()).get("sealed", name)];
    return key && sealed ? unseal<Value>(key, sealed) : null;
  }

  private async write(name: string, value: unknown): Promise<void> {
    await (await this.opened()).put("sealed", await seal(await this.keyOrNew(), value), name);
  }

  private async key(): Promise<CryptoKey | undefined> {
    return (await this.opened()).get("keys", KEY);
  }

  private async keyOrNew(): Promise<CryptoKey> {
    const made = await crypto.subtle.generateKey({ name: "AES-GCM", length: 256 }, false, [
      "encrypt",
      "decrypt",
    ]);
    // One transaction, so that two tabs that begin together agree on one key.
    const transaction = (await this.opened()).transaction("keys", "readwrite");
    const present = await transaction.store.get(KEY);
    if (!present) await transaction.store.put(made, KEY);
    await transaction.done;
    return present ?? made;
  }

  private opened(): Promise<IDBPDatabase<Schema>> {
    this.database ??= openDB<Schema>(this.name, 1, {
      upgrade: (database) => {
        database.createObjectStore("keys");
        database.createObjectStore("sealed");
        database.createObjectStore("unsent", { autoIncrement: true }).createIndex("clientId", "clientId", {
          unique: true,
        });
      },
    }).catch((error: unknown) => {
      this.database = null;
      throw error;
    });
    return this.database;
  }
}

async function seal(key: CryptoKey, value: unknown): Promise<Sealed> {
  const nonce = crypto.getRandomValues(new Uint8Array(NONCE_BYTES));
  const plain = new TextEncoder().encode(JSON.stringify(value));
  return { nonce, content: await crypto.subtle.encrypt({ name: "AES-GCM", iv: nonce }, key, plain) };
}

/** The value, or null when it was sealed with another key or was altered. */
async function unseal<Value>(key: CryptoKey, { nonce, content }: Sealed): Promise<Value | null> {
  try {
    const plain = await crypto.subtle.decrypt({ name: "AES-GCM", iv: nonce }, key, content);
    return JSON.parse(new TextDecoder().decode(plain)) as Value;
  } catch {
    return null;
  }
}
