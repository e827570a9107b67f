import { ApiProblem } from "../api/problem";

/** Whether somebody else was faster: what was seen is no longer so. */
export function isConflict(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 409;
}

/** Whether what was asked for is not there, or no longer. */
export function isGone(error: unknown): boolean {
  return error instanceof ApiProblem && error.status === 404;
}
