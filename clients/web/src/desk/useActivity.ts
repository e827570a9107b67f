import { useEffect, useRef, useState } from "react";
import { type Activity, casesApi } from "./api/cases";
import { deskApi } from "./api/deskApi";
import { useDeskDispatch } from "./context";

const EVERY_MS = 15_000;
const SELDOMEST_MS = 240_000;

/** How long to wait for the next look after some failures in a row: twice as long each time, up to four minutes. */
export function waitAfter(failures: number): number {
  return Math.min(EVERY_MS * 2 ** failures, SELDOMEST_MS);
}

/**
 * Look every few seconds whether there is something new at the desk, and only then read the cases again: the look
 * names nobody, and so leaves no row in anyone's audit trail. A page in the background does not look.
 */
export function useActivity(caseId?: string): Activity | undefined {
  const dispatch = useDeskDispatch();
  const [failures, setFailures] = useState(0);
  const { currentData, isError, isFetching } = casesApi.useActivityQuery(caseId, {
    pollingInterval: waitAfter(failures),
    skipPollingIfUnfocused: true,
    refetchOnFocus: true,
  });
  const wasFetching = useRef(false);
  useEffect(() => {
    if (wasFetching.current && !isFetching) setFailures((before) => (isError ? before + 1 : 0));
    wasFetching.current = isFetching;
  }, [isFetching, isError]);

  const seen = useRef<{ caseId: string | undefined; activity: Activity } | null>(null);
  useEffect(() => {
    if (!currentData) return;
    const before = seen.current;
    seen.current = { caseId, activity: currentData };
    if (!before) return;
    const stepped = before.activity.version !== currentData.version;
    // A case that has just been opened has just been read.
    const said = before.caseId === caseId && before.activity.said_at !== currentData.said_at;
    if (stepped) dispatch(deskApi.util.invalidateTags(["Cases"]));
    if (caseId && (stepped || said)) dispatch(deskApi.util.invalidateTags([{ type: "Case", id: caseId }]));
  }, [currentData, caseId, dispatch]);
  return currentData;
}
