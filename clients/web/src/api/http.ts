import { problemOf, SessionEnded, Unreachable } from "./problem";

const TIME_LIMIT_MS = 15_000;

/** Where access tokens come from. */
export interface TokenSource {
  /** A token that is not about to expire. Throws `SessionEnded` or `Unreachable`. */
  bearer(): Promise<string>;
  /** Another token in the place of one that the server refused. Throws `SessionEnded` or `Unreachable`. */
  renew(refused: string): Promise<string>;
}

export interface RequestOptions {
  method?: "GET" | "POST" | "PUT" | "PATCH" | "DELETE";
  query?: Record<string, string | number | undefined>;
  /** Sent as JSON, or as it is when it is a form with files. */
  body?: object;
  headers?: Record<string, string>;
  credentials?: RequestCredentials;
  signal?: AbortSignal;
  timeLimitMs?: number;
}

/** `fetch` whose failures are `Unreachable`; the time limit covers the answer's head, not its body. */
export async function reach(url: string, init: RequestInit, timeLimitMs = TIME_LIMIT_MS): Promise<Response> {
  const limit = new AbortController();
  const timer = setTimeout(() => limit.abort(), timeLimitMs);
  const signal = init.signal ? AbortSignal.any([init.signal, limit.signal]) : limit.signal;
  try {
    return await fetch(url, { cache: "no-store", ...init, signal });
  } catch (error) {
    if (init.signal?.aborted) throw error;
    throw new Unreachable("no answer", { cause: error });
  } finally {
    clearTimeout(timer);
  }
}

/** The services' HTTP API on behalf of whoever is logged in. Throws `ApiProblem`, `Unreachable` or `SessionEnded`. */
export class ApiClient {
  constructor(
    private readonly baseUrl: string,
    private readonly tokens: TokenSource,
  ) {}

  /** The JSON of a successful answer; `undefined` when it has no content. */
  async json<Reply>(path: string, options: RequestOptions = {}): Promise<Reply> {
    const response = await this.request(path, options);
    const text = await bodyOf(response, (each) => each.text());
    return (text === "" ? undefined : JSON.parse(text)) as Reply;
  }

  /** A file and the name that the server gives it. */
  async file(path: string, options: RequestOptions = {}): Promise<{ content: Blob; name: string | null }> {
    const response = await this.request(path, { timeLimitMs: 60_000, ...options });
    const name = /filename="([^"]+)"/.exec(response.headers.get("content-disposition") ?? "")?.[1] ?? null;
    return { content: await bodyOf(response, (each) => each.blob()), name };
  }

  /** The whole address of a path. */
  address(path: string): string {
    return this.baseUrl + path;
  }

  /** An access token, for a request that `fetch` cannot make. Throws `SessionEnded` or `Unreachable`. */
  bearer(): Promise<string> {
    return this.tokens.bearer();
  }

  /** A successful response. A refused token is renewed once; the request is then repeated. */
  async request(path: string, options: RequestOptions = {}): Promise<Response> {
    const token = await this.tokens.bearer();
    let response = await this.send(path, options, token);
    if (response.status === 401) {
      response = await this.send(path, options, await this.tokens.renew(token));
      if (response.status === 401) throw new SessionEnded("refused twice");
    }
    if (!response.ok) throw await problemOf(response);
    return response;
  }

  private send(path: string, options: RequestOptions, token: string): Promise<Response> {
    const url = new URL(this.baseUrl + path);
    for (const [name, value] of Object.entries(options.query ?? {})) {
      if (value !== undefined && value !== "") url.searchParams.set(name, String(value));
    }
    const headers: Record<string, string> = { ...options.headers, Authorization: `Bearer ${token}` };
    const init: RequestInit = { method: options.method ?? "GET", headers };
    if (options.signal) init.signal = options.signal;
    if (options.credentials) init.credentials = options.credentials;
    if (options.body instanceof FormData) {
      init.body = options.body;
    } else if (options.body) {
      headers["Content-Type"] = "application/json";
      init.body = JSON.stringify(options.body);
    }
    return reach(url.href, init, options.timeLimitMs);
  }
}

async function bodyOf<Content>(response: Response, read: (response: Response) => Promise<Content>) {
  try {
    return await read(response);
  } catch (error) {
    throw new Unreachable("cut off", { cause: error });
  }
}
