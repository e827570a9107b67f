import { describe, expect, it, vi } from "vitest";
import { ApiProblem } from "../../src/api/problem";
import type { Client } from "../../src/client";
import { type CaseDossier, type CaseSummary, casesApi } from "../../src/desk/api/cases";
import { drafts } from "../../src/desk/drafts";
import { createDeskStore, deskStoreOf } from "../../src/desk/store";
import { session } from "../../src/session/slice";
import { createStore } from "../../src/store";

const FILTER = { order: "due" as const };

function listed(caseId: string, unread = true): CaseSummary {
  return {
    case_id: caseId,
    number: "N-2026-000001",
    kind: "wrong_pay",
    about: "pago",
    state: "open",
    person_id: "p",
    person_name: "Laura Gómez",
    opened_at: "2026-11-20T15:00:00Z",
    updated_at: "2026-11-20T15:00:00Z",
    details: {},
    unread,
  };
}

function dossier(caseId: string, steps: number): CaseDossier {
  const step = {
    action: "opened" as const,
    state: "open" as const,
    at: "2026-11-20T15:00:00Z",
    actor_name: "L",
    by_person: true,
  };
  return {
    case: listed(caseId, false),
    steps: Array.from({ length: steps }, () => step),
    files: [],
    may_decide: false,
  };
}

type Answer = (
  path: string,
  options: { method?: string; query?: Record<string, unknown>; body?: unknown },
) => unknown;

function storeOver(answer: Answer) {
  const json = vi.fn(async (path: string, options: Parameters<Answer>[1]) => answer(path, options));
  return { store: createDeskStore({ json } as unknown as Client["api"]), json };
}

describe("the list of cases", () => {
  it("goes on from the cursor of the page before", async () => {
    const { store, json } = storeOver((_path, { query }) =>
      query?.cursor ? { cases: [listed("b")] } : { cases: [listed("a")], next_cursor: "7" },
    );
    await store.dispatch(casesApi.endpoints.cases.initiate(FILTER));
    await store.dispatch(casesApi.endpoints.cases.initiate(FILTER, { direction: "forward" }));
    const { data, hasNextPage } = casesApi.endpoints.cases.select(FILTER)(store.getState());
    expect(data?.pages.flatMap((page) => page.cases.map((each) => each.case_id))).toEqual(["a", "b"]);
    expect(hasNextPage).toBe(false);
    expect(json.mock.calls.map(([, options]) => options.query)).toEqual([
      { order: "due", cursor: "" },
      { order: "due", cursor: "7" },
    ]);
  });

  it("shows a case as read once it was opened, and the others as they were", async () => {
    const { store } = storeOver((path) =>
      path === "/desk/cases" ? { cases: [listed("a"), listed("b")] } : dossier("a", 1),
    );
    await store.dispatch(casesApi.endpoints.cases.initiate(FILTER));
    await store.dispatch(casesApi.endpoints.case.initiate("a"));
    await vi.waitFor(() => {
      const { data } = casesApi.endpoints.cases.select(FILTER)(store.getState());
      expect(data?.pages[0]?.cases.map((each) => each.unread)).toEqual([false, true]);
    });
  });
});

describe("a step in a case", () => {
  const step = { caseId: "a", seenSteps: 1, step: "reply" as const, text: "Ya lo revisamos." };

  it("says how much of the case had been seen, and shows the case that it leaves", async () => {
    const { store, json } = storeOver((_path, { method }) => dossier("a", method === "POST" ? 2 : 1));
    const reading = store.dispatch(casesApi.endpoints.case.initiate("a"));
    await reading;
    await store.dispatch(casesApi.endpoints.takeStep.initiate(step)).unwrap();
    expect(json).toHaveBeenCalledWith("/desk/cases/a/reply", {
      method: "POST",
      body: { seen_steps: 1, text: "Ya lo revisamos." },
    });
    await vi.waitFor(() => {
      expect(casesApi.endpoints.case.select("a")(store.getState()).data?.steps).toHaveLength(2);
    });
    reading.unsubscribe();
  });

  it("that somebody else has outrun is refused as the server says, and the case is read again", async () => {
    const problem = new ApiProblem({
      type: "urn:chatnomina:problem:caso-cambio",
      title: "",
      status: 409,
      detail: "Cambió.",
    });
    let reads = 0;
    const { store } = storeOver((_path, { method }) => {
      if (method === "POST") throw problem;
      reads += 1;
      return dossier("a", reads);
    });
    const reading = store.dispatch(casesApi.endpoints.case.initiate("a"));
    await reading;
    await expect(store.dispatch(casesApi.endpoints.takeStep.initiate(step)).unwrap()).rejects.toBe(problem);
    await vi.waitFor(() => {
      expect(casesApi.endpoints.case.select("a")(store.getState()).data?.steps).toHaveLength(2);
    });
    reading.unsubscribe();
  });
});

describe("what is being written", () => {
  const person = {
    id: "p1",
    name: "Claudia",
    firstName: "Claudia",
    email: "c@x",
    position: null,
    roles: ["hr" as const],
  };

  function client() {
    const store = createStore();
    store.dispatch(session.actions.signedIn(person));
    return { store, api: {} } as unknown as Client;
  }

  it("is there after a session that expired, and gone after a log-out", () => {
    const own = client();
    deskStoreOf(own).dispatch(drafts.actions.written({ place: "a reply", text: "Claudia, ya" }));
    own.store.dispatch(session.actions.expired());
    own.store.dispatch(session.actions.signedIn(person));
    expect(deskStoreOf(own).getState().drafts["a reply"]).toBe("Claudia, ya");
    own.store.dispatch(session.actions.signedOut());
    own.store.dispatch(session.actions.signedIn(person));
    expect(deskStoreOf(own).getState().drafts).toEqual({});
  });

  it("is not the next person's", () => {
    const own = client();
    deskStoreOf(own).dispatch(drafts.actions.written({ place: "a reply", text: "reservado" }));
    own.store.dispatch(session.actions.signedIn({ ...person, id: "p2" }));
    expect(deskStoreOf(own).getState().drafts).toEqual({});
  });
});
