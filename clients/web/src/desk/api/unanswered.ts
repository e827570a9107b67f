import { deskApi } from "./deskApi";

export interface UnansweredTurn {
  message_id: string;
  occurred_at: string;
  text: string;
  intent?: string;
  confidence?: number;
  cause: string;
  reason?: string;
}

export interface UnansweredReport {
  since: string;
  counts: Record<string, number>;
  turns: UnansweredTurn[];
}

export const unansweredApi = deskApi.injectEndpoints({
  endpoints: (build) => ({
    unanswered: build.query<UnansweredReport, void>({ query: () => ({ path: "/desk/unanswered" }) }),
  }),
});
