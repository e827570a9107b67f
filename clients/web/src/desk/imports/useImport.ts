import { useCallback, useEffect, useRef, useState } from "react";
import { ApiProblem } from "../../api/problem";
import { useClient } from "../../ui/Providers";
import type { ImportKind } from "./file";
import { type ImportRefusal, type ImportReport, refusalOf, upload } from "./upload";

export type ImportState =
  | { step: "choosing" }
  /** `sent` is the share of the file that has been sent; at 1 the server is at work. */
  | { step: "working"; dryRun: boolean; sent: number }
  | { step: "checked"; report: ImportReport }
  | { step: "refused"; refusal: ImportRefusal }
  | { step: "failed"; error: unknown }
  | { step: "loaded"; report: ImportReport };

/** A file on its way: checked first, and loaded when the person says so. */
export function useImport(kind: ImportKind, file: File | null) {
  const client = useClient();
  const [state, setState] = useState<ImportState>({ step: "choosing" });
  const running = useRef<AbortController | null>(null);
  const stop = useCallback(() => running.current?.abort(), []);
  useEffect(() => stop, [stop]);

  const run = async (dryRun: boolean): Promise<void> => {
    if (!file) return;
    stop();
    const own = new AbortController();
    running.current = own;
    setState({ step: "working", dryRun, sent: 0 });
    const onSent = (sent: number): void => {
      if (!own.signal.aborted) setState({ step: "working", dryRun, sent });
    };
    try {
      const report = await upload(client.api, { kind, file, dryRun, onSent, signal: own.signal });
      setState({ step: dryRun ? "checked" : "loaded", report });
    } catch (error) {
      const refusal = error instanceof ApiProblem ? refusalOf(error) : null;
      if (own.signal.aborted) setState({ step: "choosing" });
      else setState(refusal ? { step: "refused", refusal } : { step: "failed", error });
    }
  };
  const reset = useCallback(() => {
    stop();
    setState({ step: "choosing" });
  }, [stop]);
  return { state, check: () => run(true), load: () => run(false), stop, reset };
}
