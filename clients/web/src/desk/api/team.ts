import type { CaseSummary } from "./cases";
import { deskApi } from "./deskApi";

export const teamApi = deskApi.injectEndpoints({
  endpoints: (build) => ({
    /** What waits for the manager's decision, the oldest first. */
    teamRequests: build.query<CaseSummary[], void>({
      query: () => ({ path: "/team/requests" }),
      transformResponse: (reply: { requests: CaseSummary[] }) => reply.requests,
      providesTags: ["Team"],
    }),
    decide: build.mutation<null, { caseId: string; decision: "approve" | "reject"; text: string }>({
      query: ({ caseId, decision, text }) => ({
        path: `/team/requests/${encodeURIComponent(caseId)}/${decision}`,
        method: "POST",
        body: text ? { text } : {},
      }),
      // Whatever came of it, the list is what tells.
      invalidatesTags: ["Team"],
    }),
  }),
});
