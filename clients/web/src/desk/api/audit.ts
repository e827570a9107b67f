import { deskApi } from "./deskApi";

export interface AuditEntry {
  entry_id: number;
  occurred_at: string;
  actor_id?: string;
  actor_name?: string;
  subject_id?: string;
  subject_name?: string;
  action: string;
  outcome: "allowed" | "denied";
  reason?: string;
  correlation_id?: string;
}

export interface AuditQuery {
  subject_id?: string;
  actor_id?: string;
  action?: string;
  outcome?: string;
  since?: string;
  until?: string;
}

export interface FoundPerson {
  user_id: string;
  full_name: string;
  email: string;
  position?: string;
}

interface AuditPage {
  entries: AuditEntry[];
  next_cursor?: string;
}

const PAGE = 50;

export const auditApi = deskApi.injectEndpoints({
  endpoints: (build) => ({
    audit: build.infiniteQuery<AuditPage, AuditQuery, string>({
      infiniteQueryOptions: { initialPageParam: "", getNextPageParam: (page) => page.next_cursor },
      query: ({ queryArg, pageParam }) => ({
        path: "/audit",
        query: { ...queryArg, limit: PAGE, cursor: pageParam },
      }),
    }),
    people: build.query<FoundPerson[], string>({
      query: (search) => ({ path: "/people", query: { search } }),
      transformResponse: (reply: { people: FoundPerson[] }) => reply.people,
    }),
  }),
});
