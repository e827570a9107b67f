import { type RefObject, useCallback, useLayoutEffect, useRef, useState } from "react";
import type { Item } from "../conversation/item";

const NEAR_PX = 120;

export interface StickyScroll {
  box: RefObject<HTMLElement | null>;
  end: RefObject<HTMLDivElement | null>;
  /** Whether the latest message is out of sight. */
  away: boolean;
  onScroll: () => void;
  toEnd: () => void;
}

/** Stays at the end while new things are said, and where one reads while older ones are put in above. */
export function useStickyScroll(items: readonly Item[], growing: boolean, onTop: () => void): StickyScroll {
  const box = useRef<HTMLElement | null>(null);
  const end = useRef<HTMLDivElement | null>(null);
  const [away, setAway] = useState(false);
  const sticking = useRef(true);
  const before = useRef<{ first: string | undefined; height: number }>({ first: undefined, height: 0 });

  const onScroll = useCallback((): void => {
    const element = box.current;
    if (!element) return;
    const below = element.scrollHeight - element.scrollTop - element.clientHeight;
    sticking.current = below < NEAR_PX;
    setAway(below > NEAR_PX * 3);
    if (element.scrollTop < NEAR_PX && element.scrollHeight > element.clientHeight) onTop();
  }, [onTop]);

  const toEnd = useCallback((): void => {
    end.current?.scrollIntoView({ block: "end" });
  }, []);

  const last = items.at(-1);
  // biome-ignore lint/correctness/useExhaustiveDependencies: they are what makes the box grow
  useLayoutEffect(() => {
    const element = box.current;
    if (!element) return;
    const first = items[0]?.id;
    const { first: firstBefore, height } = before.current;
    if (firstBefore !== undefined && first !== firstBefore && !sticking.current) {
      element.scrollTop += element.scrollHeight - height;
    } else if (sticking.current || last?.author === "person") {
      element.scrollTop = element.scrollHeight;
    }
    before.current = { first, height: element.scrollHeight };
  }, [items, growing]);

  // Charts and pictures come after their message and push it down.
  useLayoutEffect(() => {
    const element = box.current;
    const content = element?.firstElementChild;
    if (!element || !content || typeof ResizeObserver === "undefined") return;
    const observer = new ResizeObserver(() => {
      if (sticking.current) element.scrollTop = element.scrollHeight;
    });
    observer.observe(content);
    return () => observer.disconnect();
  }, []);

  return { box, end, away, onScroll, toEnd };
}
