import { reach } from "./http";
import { ApiProblem, problemOf, SessionEnded } from "./problem";

export type Role = "employee" | "manager" | "hr" | "payroll" | "auditor" | "admin";

/** Who is logged in. */
export interface Person {
  id: string;
  name: string;
  firstName: string;
  email: string;
  position: string | null;
  roles: Role[];
}

export interface AccessToken {
  value: string;
  /** Milliseconds since the epoch, by this machine's clock. */
  expiresAt: number;
}

export interface Session {
  session_id: string;
  created_at: string;
  last_used_at: string;
  user_agent?: string;
  address?: string;
  current: boolean;
}

export interface DirectoryStart {
  authorization_url: string;
  state: string;
  login_secret: string;
}

/** What the directory answered, with the secret that this browser kept. */
export interface DirectoryAnswer {
  state: string;
  code: string;
  secret: string;
}

export interface MeReply {
  profile: { user_id: string; first_names: string; last_names: string; email: string; position?: string };
  roles: Role[];
}

// The refresh token travels in a cookie that no script can read; this header, which other sites cannot send, says so.
const COOKIE_TRANSPORT = { "X-Session-Transport": "cookie" };
/** What a call with an access token needs over that to have the cookie taken away. */
export const WITH_COOKIE = { headers: COOKIE_TRANSPORT, credentials: "include" } as const;

// The services wait for the directory in turn.
const DIRECTORY_LIMIT_MS = 20_000;

/** Log-in, renewal and log-out: the calls that need no access token. */
export class IdentityApi {
  constructor(private readonly baseUrl: string) {}

  /** A session for e-mail and password. Throws `ApiProblem` or `Unreachable`. */
  async logIn(email: string, password: string): Promise<AccessToken> {
    return this.token("/auth/login", { email, password });
  }

  /** Begin a log-in with the company's directory: where to go, and what to come back with. Throws the same. */
  async startDirectory(): Promise<DirectoryStart> {
    return (await (await this.post("/auth/oidc/start", {}, DIRECTORY_LIMIT_MS)).json()) as DirectoryStart;
  }

  /** A session for what the directory sent the browser back with. Throws `ApiProblem` or `Unreachable`. */
  async finishDirectory({ state, code, secret }: DirectoryAnswer): Promise<AccessToken> {
    return this.token("/auth/oidc/finish", { state, code, login_secret: secret }, DIRECTORY_LIMIT_MS);
  }

  /** Another access token by the cookie. Throws `SessionEnded` when it is no good, `Unreachable` or `ApiProblem`. */
  async refresh(): Promise<AccessToken> {
    try {
      return await this.token("/auth/refresh", {});
    } catch (error) {
      if (error instanceof ApiProblem && [401, 403, 422].includes(error.status))
        throw new SessionEnded("refused");
      throw error;
    }
  }

  /** End the session of the cookie, which needs no access token. Throws `ApiProblem` or `Unreachable`. */
  async revoke(): Promise<void> {
    await this.post("/auth/revoke", {});
  }

  /** Ask for the e-mail with which a password is set anew. Throws `ApiProblem` or `Unreachable`. */
  async requestPasswordReset(email: string): Promise<void> {
    await this.post("/auth/password/reset-request", { email });
  }

  /** Set a new password with the token of that e-mail. Throws `ApiProblem` or `Unreachable`. */
  async resetPassword(token: string, newPassword: string): Promise<void> {
    await this.post("/auth/password/reset", { token, new_password: newPassword });
  }

  private async token(path: string, body: object, timeLimitMs?: number): Promise<AccessToken> {
    const reply = (await (await this.post(path, body, timeLimitMs)).json()) as {
      access_token: string;
      expires_in: number;
    };
    return { value: reply.access_token, expiresAt: Date.now() + reply.expires_in * 1000 };
  }

  private async post(path: string, body: object, timeLimitMs?: number): Promise<Response> {
    const init: RequestInit = {
      method: "POST",
      headers: { ...COOKIE_TRANSPORT, "Content-Type": "application/json" },
      credentials: "include",
      body: JSON.stringify(body),
    };
    const response = await reach(this.baseUrl + path, init, timeLimitMs);
    if (!response.ok) throw await problemOf(response);
    return response;
  }
}

/** The person of `GET /me`. */
export function personOf(me: MeReply): Person {
  const { profile } = me;
  return {
    id: profile.user_id,
    name: `${profile.first_names} ${profile.last_names}`,
    firstName: profile.first_names.split(" ")[0] ?? profile.first_names,
    email: profile.email,
    position: profile.position ?? null,
    roles: me.roles,
  };
}

/** Whether people answer to somebody, who then decides on their time off. */
export function leadsTeam(person: Person | null): boolean {
  return person?.roles.includes("manager") ?? false;
}

/** Whether somebody may work on other people's cases (the desk), or look at them. */
export function worksAtDesk(person: Person | null): boolean {
  return person?.roles.some((role) => role === "hr" || role === "payroll" || role === "auditor") ?? false;
}
