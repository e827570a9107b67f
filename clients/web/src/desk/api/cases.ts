import { deskApi } from "./deskApi";

export type CaseKind =
  | "handover"
  | "wrong_pay"
  | "leave"
  | "vacation"
  | "bank_account"
  | "question"
  | "personal_data"
  | "certificate";
export type CaseState = "open" | "in_review" | "resolved" | "rejected" | "withdrawn";
export type CaseAction =
  | "opened"
  | "assigned"
  | "replied"
  | "approved"
  | "resolved"
  | "rejected"
  | "withdrawn";

export interface CaseSummary {
  case_id: string;
  number: string;
  kind: CaseKind;
  about: string;
  state: CaseState;
  person_id: string;
  person_name: string;
  opened_at: string;
  updated_at: string;
  assigned_to?: string;
  assigned_name?: string;
  /** The days of a request for time off, or the months of a pay that is disputed. */
  start?: string;
  end?: string;
  details: Record<string, string>;
  due_on?: string;
  unread: boolean;
}

export interface CaseStep {
  action: CaseAction;
  state: CaseState;
  at: string;
  actor_name: string;
  by_person: boolean;
  text?: string;
}

export interface CaseFile {
  file_id: string;
  file_name: string;
  media_type: string;
  size: number;
  uploaded_at: string;
}

export interface TranscriptLine {
  author: string;
  text?: string;
  occurred_at: string;
}

export interface CaseDossier {
  case: CaseSummary;
  position?: string;
  area?: string;
  report?: string;
  steps: CaseStep[];
  files: CaseFile[];
  /** Missing without the person's consent. */
  transcript?: TranscriptLine[];
  may_decide: boolean;
}

export interface CaseFilter {
  kind?: CaseKind;
  state?: CaseState | "pending";
  assigned?: "mine" | "nobody";
  order: "newest" | "oldest" | "due";
}

interface CasePage {
  cases: CaseSummary[];
  next_cursor?: string;
}

export interface Activity {
  version: string;
  pending: number;
  unread: number;
  said_at?: string;
}

export interface Handler {
  user_id: string;
  full_name: string;
}

/** A step and how much of the case had been seen when it was taken: with more by now, the services refuse it. */
export interface Step {
  caseId: string;
  seenSteps: number;
  step: "assign" | "reply" | "resolve" | "approve" | "reject";
  to?: string;
  text?: string;
  accountNumber?: string;
}

export const casesApi = deskApi.injectEndpoints({
  endpoints: (build) => ({
    cases: build.infiniteQuery<CasePage, CaseFilter, string>({
      infiniteQueryOptions: {
        initialPageParam: "",
        getNextPageParam: (page) => page.next_cursor,
      },
      query: ({ queryArg, pageParam }) => ({
        path: "/desk/cases",
        query: { ...queryArg, cursor: pageParam },
      }),
      providesTags: ["Cases"],
    }),
    case: build.query<CaseDossier, string>({
      query: (caseId) => ({ path: `/desk/cases/${encodeURIComponent(caseId)}` }),
      providesTags: (_reply, _error, caseId) => [{ type: "Case", id: caseId }],
      // To read a case is to have seen it, which the list shows.
      onQueryStarted: async (caseId, { dispatch, queryFulfilled, getState }) => {
        const { data } = await queryFulfilled.catch(() => ({ data: null }));
        if (!data) return;
        dispatch(casesApi.util.invalidateTags(["Activity"]));
        for (const { originalArgs, endpointName } of casesApi.util.selectInvalidatedBy(getState(), [
          "Cases",
        ])) {
          if (endpointName !== "cases") continue;
          dispatch(
            casesApi.util.updateQueryData("cases", originalArgs, (list) => {
              for (const each of list.pages.flatMap((page) => page.cases)) {
                if (each.case_id === caseId) each.unread = false;
              }
            }),
          );
        }
      },
    }),
    activity: build.query<Activity, string | undefined>({
      query: (caseId) => ({ path: "/desk/activity", query: { case_id: caseId } }),
      providesTags: ["Activity"],
    }),
    handlers: build.query<Handler[], void>({
      query: () => ({ path: "/desk/handlers" }),
      transformResponse: (reply: { handlers: Handler[] }) => reply.handlers,
    }),
    takeStep: build.mutation<CaseDossier, Step>({
      query: ({ caseId, seenSteps, step, to, text, accountNumber }) => ({
        path: `/desk/cases/${encodeURIComponent(caseId)}/${step}`,
        method: "POST",
        body: {
          seen_steps: seenSteps,
          ...(to ? { to } : {}),
          ...(text ? { text } : {}),
          ...(accountNumber ? { account_number: accountNumber } : {}),
        },
      }),
      onQueryStarted: async ({ caseId }, { dispatch, queryFulfilled }) => {
        const taken = await queryFulfilled.catch(() => null);
        if (taken) dispatch(casesApi.util.upsertQueryData("case", caseId, taken.data));
        else dispatch(casesApi.util.invalidateTags([{ type: "Case", id: caseId }]));
      },
      invalidatesTags: ["Cases", "Activity"],
    }),
  }),
});
