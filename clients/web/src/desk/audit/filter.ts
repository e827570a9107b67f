import type { AuditQuery, FoundPerson } from "../api/audit";

export interface AuditFilter {
  subject: FoundPerson | null;
  actor: FoundPerson | null;
  action: string;
  outcome: string;
  /** Days in Colombia, `YYYY-MM-DD`, both included. */
  since: string;
  until: string;
}

export const EVERYTHING: AuditFilter = {
  subject: null,
  actor: null,
  action: "",
  outcome: "",
  since: "",
  until: "",
};

const DAY_MS = 86_400_000;

/** The filter as the services take it: moments, the end left out. */
export function askedOf({ subject, actor, action, outcome, since, until }: AuditFilter): AuditQuery {
  return {
    ...(subject && { subject_id: subject.user_id }),
    ...(actor && { actor_id: actor.user_id }),
    ...(action && { action }),
    ...(outcome && { outcome }),
    ...(since && { since: startOf(since) }),
    ...(until && { until: startOf(nextDay(until)) }),
  };
}

export function badDates({ since, until }: AuditFilter): boolean {
  return since !== "" && until !== "" && until < since;
}

function startOf(day: string): string {
  return `${day}T00:00:00-05:00`;
}

function nextDay(day: string): string {
  return new Date(Date.parse(day) + DAY_MS).toISOString().slice(0, 10);
}
