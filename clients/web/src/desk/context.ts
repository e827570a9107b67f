import { useCallback } from "react";
import { hooks } from "./deskContext";
import { drafts } from "./drafts";
import type { DeskState, DeskStore } from "./store";

export const useDeskSelector = hooks.useSelector.withTypes<DeskState>();
export const useDeskDispatch = hooks.useDispatch.withTypes<DeskStore["dispatch"]>();

/** A text that is being written in a place, and how to change it. */
export function useDraft(place: string): [string, (text: string) => void] {
  const dispatch = useDeskDispatch();
  const text = useDeskSelector((state) => state.drafts[place] ?? "");
  const write = useCallback(
    (written: string) => void dispatch(drafts.actions.written({ place, text: written })),
    [dispatch, place],
  );
  return [text, write];
}
