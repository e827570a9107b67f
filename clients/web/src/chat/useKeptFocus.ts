import { type RefObject, useEffect, useRef } from "react";

/**
 * Keeps the keyboard's place when what was pressed goes away, as a suggestion or a date picker does once it is used:
 * the focus goes on to where one writes, or, on a touch screen, whose keyboard would cover the answer, to `box`.
 */
export function useKeptFocus(
  box: RefObject<HTMLElement | null>,
  writing: RefObject<HTMLElement | null>,
): void {
  const held = useRef<Element | null>(null);
  useEffect(() => {
    const element = box.current;
    const hold = (event: FocusEvent): void => {
      held.current = event.target as Element;
    };
    element?.addEventListener("focusin", hold);
    return () => element?.removeEventListener("focusin", hold);
  }, [box]);
  useEffect(() => {
    if (held.current === null || held.current.isConnected) return;
    held.current = null;
    // Whoever has gone on to something else stays there.
    if (document.activeElement !== null && document.activeElement !== document.body) return;
    const place = window.matchMedia("(pointer: fine)").matches ? writing : box;
    place.current?.focus({ preventScroll: true });
  });
}
