import { type BaseQueryFn, buildCreateApi, coreModule, reactHooksModule } from "@reduxjs/toolkit/query/react";
import type { ApiClient, RequestOptions } from "../../api/http";
import { hooks } from "../deskContext";

export type DeskRequest = { path: string } & Pick<RequestOptions, "method" | "query" | "body">;

/** Asks the services through the client of whoever is logged in; what it throws is the error, as it is. */
const ask: BaseQueryFn<DeskRequest, unknown, Error> = async ({ path, ...options }, { extra, signal }) => {
  try {
    // A step has been taken once it is sent: leaving the screen must not make its outcome unknown.
    const data = await (extra as ApiClient).json(path, { ...options, ...(options.method ? {} : { signal }) });
    return { data: data ?? null };
  } catch (error) {
    return { error: error as Error };
  }
};

const createDeskApi = buildCreateApi(coreModule(), reactHooksModule({ hooks }));

/** What the desk reads from the services and does there; each topic adds its own operations. */
export const deskApi = createDeskApi({
  reducerPath: "desk",
  baseQuery: ask,
  tagTypes: ["Activity", "Cases", "Case", "Corrections", "Team"],
  // What is here may have changed as long as nobody looks at it: read again on the way back, over what is shown.
  keepUnusedDataFor: 60,
  refetchOnMountOrArgChange: true,
  refetchOnReconnect: true,
  endpoints: () => ({}),
});
