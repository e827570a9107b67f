import { reach } from "./http";
import { problemOf } from "./problem";

/** Where the two halves of the server answer, without a final slash. */
export interface Addresses {
  services: string;
  assistant: string;
}

interface Configuration {
  assistant_url?: string;
  directory_login: boolean;
}

/** The addresses as given, and what is not given from the services themselves (`GET /client-configuration`). */
export class AddressBook {
  private found: Promise<Configuration> | null = null;

  constructor(
    readonly services: string,
    private readonly assistant: string | null = null,
  ) {}

  /** Both addresses. Throws `Unreachable` or `ApiProblem`; then the next call asks again. */
  async addresses(): Promise<Addresses> {
    const assistant = this.assistant ?? (await this.configuration()).assistant_url ?? this.services;
    return { services: this.services, assistant };
  }

  /** Whether one can log in with the company's directory. Throws `Unreachable` or `ApiProblem`. */
  async hasDirectory(): Promise<boolean> {
    return (await this.configuration()).directory_login;
  }

  private configuration(): Promise<Configuration> {
    this.found ??= this.ask().catch((error: unknown) => {
      this.found = null;
      throw error;
    });
    return this.found;
  }

  private async ask(): Promise<Configuration> {
    const response = await reach(`${this.services}/client-configuration`, {});
    if (!response.ok) throw await problemOf(response);
    return (await response.json()) as Configuration;
  }
}

/** An address given by a page, absolute and without a final slash; the page's own origin when it is none. */
export function addressOf(given: string | null, base: string): string {
  const url = new URL(given?.trim() || "/", base);
  return (url.origin + url.pathname).replace(/\/+$/, "");
}
