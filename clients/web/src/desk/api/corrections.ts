import { deskApi } from "./deskApi";

export interface Correction {
  request_id: string;
  user_id: string;
  person_name?: string;
  datum: string;
  claim: string;
  state: "received" | "extended" | "accepted" | "rejected";
  received_at: string;
  due_on: string;
  overdue: boolean;
  extension_reason?: string;
}

export const correctionsApi = deskApi.injectEndpoints({
  endpoints: (build) => ({
    /** What waits for an answer, the most urgent first. */
    corrections: build.query<Correction[], void>({
      query: () => ({ path: "/corrections" }),
      transformResponse: (reply: { corrections: Correction[] }) => reply.corrections,
      providesTags: ["Corrections"],
    }),
    answerCorrection: build.mutation<Correction, { id: string; accepted: boolean; answer: string }>({
      query: ({ id, ...body }) => ({
        path: `/corrections/${encodeURIComponent(id)}/answer`,
        method: "POST",
        body,
      }),
      invalidatesTags: ["Corrections"],
    }),
    extendCorrection: build.mutation<Correction, { id: string; reason: string }>({
      query: ({ id, ...body }) => ({
        path: `/corrections/${encodeURIComponent(id)}/extension`,
        method: "POST",
        body,
      }),
      invalidatesTags: ["Corrections"],
    }),
  }),
});
