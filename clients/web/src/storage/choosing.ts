import { EncryptedVault } from "./encryptedVault";
import { MemoryVault, type Vault } from "./vault";

/** The vault for a server: encrypted where the page is in a secure context, in memory elsewhere. */
export function vaultFor(servicesUrl: string): Vault {
  if (typeof indexedDB === "undefined" || !globalThis.crypto?.subtle) return new MemoryVault();
  return new EncryptedVault(`chatnomina ${servicesUrl}`);
}
