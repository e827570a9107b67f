import type { CaseFilter, CaseKind, CaseState } from "../api/cases";

/** What the person has chosen to see; an empty word is no condition. */
export interface InboxFilter {
  kind: CaseKind | "";
  state: CaseState | "pending" | "";
  assigned: "mine" | "nobody" | "";
  order: "newest" | "oldest" | "due";
}

export const FIRST_FILTER: InboxFilter = { kind: "", state: "pending", assigned: "", order: "due" };

export const KINDS: CaseKind[] = [
  "handover",
  "wrong_pay",
  "leave",
  "vacation",
  "bank_account",
  "question",
  "personal_data",
  "certificate",
];
export const STATES: CaseState[] = ["open", "in_review", "resolved", "rejected", "withdrawn"];

/** The filter as the services take it. */
export function asked({ kind, state, assigned, order }: InboxFilter): CaseFilter {
  return { ...(kind && { kind }), ...(state && { state }), ...(assigned && { assigned }), order };
}

/** Whether something but the order was changed. */
export function narrowed(filter: InboxFilter): boolean {
  return filter.kind !== "" || filter.assigned !== "" || filter.state !== FIRST_FILTER.state;
}
