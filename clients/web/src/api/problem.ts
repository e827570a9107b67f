/** What the server says of a failure: RFC 9457 problem details, already in the person's language. */
export interface ProblemDetails {
  type: string;
  title: string;
  status: number;
  detail: string;
  /** `urn:uuid:…`, the code to give to support. */
  instance?: string;
  errors?: { pointer: string; detail: string }[];
}

/** The server answered, and the answer is a refusal or a failure. */
export class ApiProblem extends Error {
  override readonly name = "ApiProblem";

  constructor(
    readonly details: ProblemDetails,
    readonly retryAfterS: number | null = null,
  ) {
    super(details.type);
  }

  get status(): number {
    return this.details.status;
  }

  /** The last part of the type: `credenciales-invalidas`. */
  get slug(): string {
    return this.details.type.slice(this.details.type.lastIndexOf(":") + 1);
  }
}

/** No answer: there is no network, the server is down, or it took longer than allowed. */
export class Unreachable extends Error {
  override readonly name = "Unreachable";
}

/** Nobody is logged in any more, and only a log-in changes that. */
export class SessionEnded extends Error {
  override readonly name = "SessionEnded";
}

/** The problem of a response that is not a success, whatever its body is. */
export async function problemOf(response: Response): Promise<ApiProblem> {
  const retryAfter = Number.parseInt(response.headers.get("retry-after") ?? "", 10);
  const retryAfterS = Number.isFinite(retryAfter) ? retryAfter : null;
  if (response.headers.get("content-type")?.startsWith("application/problem+json")) {
    try {
      return new ApiProblem((await response.json()) as ProblemDetails, retryAfterS);
    } catch {
      // A body cut off on its way says as little as none.
    }
  }
  return new ApiProblem({ type: "about:blank", title: "", status: response.status, detail: "" }, retryAfterS);
}
