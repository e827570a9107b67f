import Box from "@mui/material/Box";
import Button from "@mui/material/Button";
import Chip from "@mui/material/Chip";
import Fab from "@mui/material/Fab";
import Typography from "@mui/material/Typography";
import { Fragment, type RefObject, useEffect } from "react";
import type { Item } from "../conversation/item";
import { shownText } from "../conversation/merging";
import { dayOf, formatWeekday } from "../locale/format";
import { type Texts, useTexts } from "../locale/texts";
import { useAppSelector } from "../store";
import { DownIcon } from "../ui/icons";
import { Notice } from "../ui/Notice";
import { useClient } from "../ui/Providers";
import { Announcer } from "./Announcer";
import { Message } from "./Message";
import { Suggestions } from "./Suggestions";
import { Typing } from "./Typing";
import { useKeptFocus } from "./useKeptFocus";
import { useStickyScroll } from "./useStickyScroll";

interface MessageListProps {
  /** An item to scroll to, once it is here. */
  target: string | null;
  onTargetShown: () => void;
  /** Where one writes. */
  composer: RefObject<HTMLTextAreaElement | null>;
}

/** Everything said, by day, with older messages above as one scrolls. */
export function MessageList({ target, onTargetShown, composer }: MessageListProps) {
  const texts = useTexts();
  const client = useClient();
  // One by one: the draft, which changes with each key, is in there as well.
  const items = useAppSelector((state) => state.conversation.items);
  const cursor = useAppSelector((state) => state.conversation.cursor);
  const history = useAppSelector((state) => state.conversation.history);
  const deliveries = useAppSelector((state) => state.outbox.deliveries);
  const sending = Object.values(deliveries).some((delivery) => delivery.state === "sending");
  const scroll = useStickyScroll(items, sending, () => void client.reader.older());
  useKeptFocus(scroll.box, composer);

  useEffect(() => {
    if (target === null) return;
    const element = scroll.box.current?.querySelector(`[data-item="${CSS.escape(target)}"]`);
    if (!element) return;
    element.scrollIntoView({ block: "center" });
    (element as HTMLElement).focus({ preventScroll: true });
    onTargetShown();
  }, [target, onTargetShown, scroll.box]);

  const empty = items.length === 0;
  const lastOwn = items.findLastIndex((item) => item.author === "person");
  return (
    <Box sx={{ flex: 1, minHeight: 0, position: "relative" }}>
      <Box
        ref={scroll.box}
        onScroll={scroll.onScroll}
        role="group"
        // A region that scrolls must be reachable from the keyboard.
        tabIndex={0}
        aria-label={texts.chat.conversation}
        sx={{
          height: "100%",
          // What is hidden from sight alone is placed in here; else it would make the page itself scroll.
          position: "relative",
          overflowY: "auto",
          overflowX: "hidden",
          overscrollBehavior: "contain",
          outlineOffset: -3,
        }}
      >
        <Box sx={{ maxWidth: 820, mx: "auto", px: 2, pt: 2, pb: 1, boxSizing: "border-box" }}>
          <Earlier cursor={cursor} history={history} empty={empty} texts={texts} />
          <Box
            role="log"
            aria-live="off"
            // Whatever the language of the interface, what is said is Spanish.
            lang="es-CO"
            aria-label={texts.chat.conversation}
            aria-busy={history === "loading"}
          >
            {items.map((item, index) => (
              <Fragment key={item.clientId ?? item.id}>
                {isNewDay(items, index) && <DayMark at={item.at} texts={texts} />}
                <Message
                  item={item}
                  text={shownAt(items, index)}
                  run={items[index + 1]?.author === item.author ? "" : runUpTo(items, index)}
                  first={index === 0 || items[index - 1]?.author !== item.author || isNewDay(items, index)}
                  last={items[index + 1]?.author !== item.author}
                  latest={index > lastOwn}
                  delivery={item.clientId ? deliveries[item.clientId] : undefined}
                />
              </Fragment>
            ))}
          </Box>
          <Announcer items={items} />
          {sending && <Typing />}
          {empty && history !== "unread" && <Suggestions />}
          <div ref={scroll.end} />
        </Box>
      </Box>
      {scroll.away && (
        <Fab
          size="small"
          aria-label={texts.chat.latest}
          onClick={scroll.toEnd}
          sx={{
            position: "absolute",
            right: 20,
            bottom: 12,
            bgcolor: "background.paper",
            color: "text.primary",
          }}
        >
          <DownIcon />
        </Fab>
      )}
    </Box>
  );
}

interface EarlierProps {
  cursor: string | null;
  history: "unread" | "loading" | "read" | "failed";
  empty: boolean;
  texts: Texts;
}

function Earlier({ cursor, history, empty, texts }: EarlierProps) {
  const client = useClient();
  if (history === "failed") {
    const again = (): void => void (cursor === null ? client.reader.latest() : client.reader.older());
    return (
      <Notice severity="warning" action={<Button onClick={again}>{texts.retry}</Button>}>
        {texts.chat.historyFailed}
      </Notice>
    );
  }
  if (cursor !== null) {
    return (
      <Box sx={{ textAlign: "center" }}>
        <Button size="small" loading={history === "loading"} onClick={() => void client.reader.older()}>
          {texts.chat.older}
        </Button>
      </Box>
    );
  }
  if (empty || history !== "read") return null;
  return (
    <Typography variant="caption" color="textSecondary" component="p" sx={{ textAlign: "center", mb: 1 }}>
      {texts.chat.beginning}
    </Typography>
  );
}

function shownAt(items: readonly Item[], index: number): string {
  const item = items[index];
  return item ? shownText(item, items.slice(Math.max(0, index - 12), index)) : "";
}

function runUpTo(items: readonly Item[], index: number): string {
  const said: string[] = [];
  for (let at = index; at >= 0 && items[at]?.author === items[index]?.author; at -= 1) {
    said.unshift(shownAt(items, at));
  }
  return said.filter((text) => text !== "").join("\n\n");
}

function isNewDay(items: readonly Item[], index: number): boolean {
  const [item, before] = [items[index], items[index - 1]];
  return item !== undefined && (before === undefined || dayOf(item.at) !== dayOf(before.at));
}

function DayMark({ at, texts }: { at: string; texts: Texts }) {
  const [day, today] = [dayOf(at), new Date()];
  const yesterday = new Date(today.getTime() - 24 * 60 * 60 * 1000);
  const label =
    day === dayOf(today)
      ? texts.chat.today
      : day === dayOf(yesterday)
        ? texts.chat.yesterday
        : formatWeekday(at);
  return (
    <Box sx={{ textAlign: "center", my: 1.5 }}>
      <Chip
        size="small"
        label={label}
        sx={{ bgcolor: "chat.soft", color: "text.secondary", height: "auto", py: 0.25 }}
      />
    </Box>
  );
}
