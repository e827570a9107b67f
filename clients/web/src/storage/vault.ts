import type { Person } from "../api/identity";
import type { Item } from "../conversation/item";

/** What a device remembers of a conversation. */
export interface Remembered {
  items: Item[];
  draft: string;
}

/** A message that has not been answered yet. */
export interface Unsent {
  clientId: string;
  item: Item;
}

/** What survives a reload: whose device this is, the last conversation, and the messages still to be sent. */
export interface Vault {
  /** Whether anything survives a reload at all. */
  readonly lasting: boolean;
  person(): Promise<Person | null>;
  /** Make the device this person's; what another one left is deleted. */
  open(person: Person): Promise<void>;
  conversation(): Promise<Remembered | null>;
  keepConversation(remembered: Remembered): Promise<void>;
  /** In the order in which they were added. */
  unsent(): Promise<Unsent[]>;
  addUnsent(unsent: Unsent): Promise<void>;
  hasUnsent(clientId: string): Promise<boolean>;
  removeUnsent(clientId: string): Promise<void>;
  /** Delete everything, keys first. */
  erase(): Promise<void>;
}

/** A vault that ends with the page: for pages without IndexedDB or without cryptography (plain HTTP). */
export class MemoryVault implements Vault {
  readonly lasting = false;
  private owner: Person | null = null;
  private remembered: Remembered | null = null;
  private readonly waiting = new Map<string, Unsent>();

  async person(): Promise<Person | null> {
    return this.owner;
  }

  async open(person: Person): Promise<void> {
    if (this.owner && this.owner.id !== person.id) await this.erase();
    this.owner = person;
  }

  async conversation(): Promise<Remembered | null> {
    return this.remembered;
  }

  async keepConversation(remembered: Remembered): Promise<void> {
    this.remembered = remembered;
  }

  async unsent(): Promise<Unsent[]> {
    return [...this.waiting.values()];
  }

  async addUnsent(unsent: Unsent): Promise<void> {
    this.waiting.set(unsent.clientId, unsent);
  }

  async hasUnsent(clientId: string): Promise<boolean> {
    return this.waiting.has(clientId);
  }

  async removeUnsent(clientId: string): Promise<void> {
    this.waiting.delete(clientId);
  }

  async erase(): Promise<void> {
    this.owner = null;
    this.remembered = null;
    this.waiting.clear();
  }
}
