import type { ApiClient } from "../../api/http";
import { type ApiProblem, problemOf, SessionEnded, Unreachable } from "../../api/problem";

export interface ImportReport {
  kind: string;
  rows: number;
  added: number;
  changed: number;
  unchanged: number;
  people: number;
  ignored: string[];
  dry_run: boolean;
}

export interface RowProblem {
  line: number;
  column: string;
  reason: string;
}

/** Why a file was refused: what is wrong with it, the first ones of `problem_count`. */
export interface ImportRefusal {
  problems: RowProblem[];
  problem_count: number;
}

export interface Upload {
  kind: string;
  file: File;
  dryRun: boolean;
  /** Hears the share that has been sent, up to 1; from then on the server is at work. */
  onSent: (share: number) => void;
  signal: AbortSignal;
}

// The services take two minutes at most for a load; beyond this nobody is at the other end.
const TIME_LIMIT_MS = 180_000;

/**
 * Send a payroll file to be checked or loaded: with XMLHttpRequest, the one that tells how much has been sent. Throws
 * `ApiProblem`, `Unreachable`, `SessionEnded`, or the signal's reason when the person stopped it.
 */
export async function upload(
  api: Pick<ApiClient, "address" | "bearer">,
  wanted: Upload,
): Promise<ImportReport> {
  const response = await send(api, wanted, await api.bearer());
  if (response.status === 401) throw new SessionEnded("refused");
  if (!response.ok) throw await problemOf(response);
  return (await response.json()) as ImportReport;
}

function send(
  api: Pick<ApiClient, "address">,
  { kind, file, dryRun, onSent, signal }: Upload,
  token: string,
) {
  const form = new FormData();
  form.append("kind", kind);
  form.append("file", file, file.name);
  return new Promise<Response>((resolve, reject) => {
    const request = new XMLHttpRequest();
    request.open("POST", api.address(dryRun ? "/desk/imports/preview" : "/desk/imports"));
    request.setRequestHeader("Authorization", `Bearer ${token}`);
    request.timeout = TIME_LIMIT_MS;
    request.upload.onprogress = ({ loaded, total }) => onSent(total > 0 ? loaded / total : 0);
    request.upload.onload = () => onSent(1);
    request.onload = () =>
      resolve(
        new Response(request.responseText, {
          status: request.status,
          headers: {
            "Content-Type": request.getResponseHeader("content-type") ?? "",
            "Retry-After": request.getResponseHeader("retry-after") ?? "",
          },
        }),
      );
    request.onerror = () => reject(new Unreachable("no answer"));
    request.ontimeout = () => reject(new Unreachable("no answer in time"));
    request.onabort = () => reject(signal.reason as Error);
    signal.addEventListener("abort", () => request.abort(), { once: true });
    if (signal.aborted) reject(signal.reason as Error);
    else request.send(form);
  });
}

/** What is wrong with the file, when that is why it was refused. */
export function refusalOf(problem: ApiProblem): ImportRefusal | null {
  const { problems, problem_count } = problem.details as Partial<ImportRefusal>;
  return Array.isArray(problems) ? { problems, problem_count: problem_count ?? problems.length } : null;
}
