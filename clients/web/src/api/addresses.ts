import { reach } from "./http";
import { problemOf } from "./problem";

/** Where the two halves of the server answer, without a final slash. */
export interface Addresses {
  services: string;
  assistant: string;
}

/** The addresses as given, and what is not given from the services themselves (`GET /client-configuration`). */
export class AddressBook {
  private found: Promise<Addresses> | null = null;

  constructor(
    readonly services: string,
    private readonly assistant: string | null = null,
  ) {}

  /** Both addresses. Throws `Unreachable` or `ApiProblem`; then the next call asks again. */
  addresses(): Promise<Addresses> {
    if (this.assistant !== null)
      return Promise.resolve({ services: this.services, assistant: this.assistant });
    this.found ??= this.ask().catch((error: unknown) => {
      this.found = null;
      throw error;
    });
    return this.found;
  }

  private async ask(): Promise<Addresses> {
    const response = await reach(`${this.services}/client-configuration`, {});
    if (!response.ok) throw await problemOf(response);
    const configuration = (await response.json()) as { assistant_url?: string };
    return { services: this.services, assistant: configuration.assistant_url ?? this.services };
  }
}

/** An address given by a page, absolute and without a final slash; the page's own origin when it is none. */
export function addressOf(given: string | null, base: string): string {
  const url = new URL(given?.trim() || "/", base);
  return (url.origin + url.pathname).replace(/\/+$/, "");
}
