import Box from "@mui/material/Box";
import { visuallyHidden } from "@mui/utils";
import { memo } from "react";
import type { Item } from "../conversation/item";
import { formatTime, withWholeAmounts } from "../locale/format";
import { useTexts } from "../locale/texts";
import type { Delivery } from "../outbox/slice";
import { Bubble } from "./Bubble";
import { DeliveryState } from "./DeliveryState";
import { MessageActions } from "./MessageActions";
import { Payload } from "./payload/Payload";
import { QuickReplies } from "./QuickReplies";

interface MessageProps {
  item: Item;
  /** What is shown of it: the text, or the title of the button that was chosen. */
  text: string;
  /** What its author has said up to here without a pause: what is copied of an answer in parts. */
  run: string;
  /** Whether somebody else, or nobody, spoke before. */
  first: boolean;
  /** Whether somebody else, or nobody, speaks next. */
  last: boolean;
  /** Whether nothing was said to it yet, so that its buttons still are the question. */
  latest: boolean;
  delivery: Delivery | undefined;
}

/** One thing said, with what can be done about it. */
export const Message = memo(function Message({
  item,
  text,
  run,
  first,
  last,
  latest,
  delivery,
}: MessageProps) {
  const texts = useTexts();
  const own = item.author === "person";
  const who = own ? texts.chat.you : item.author === "agent" ? texts.chat.agent : texts.chat.assistant;
  return (
    <Box
      component="article"
      tabIndex={-1}
      data-item={item.id}
      data-author={item.author}
      sx={{
        display: "flex",
        flexDirection: "column",
        alignItems: own ? "flex-end" : "flex-start",
        mt: first ? 2 : 0.75,
        outline: "none",
        scrollMarginTop: 12,
        "&:focus > div": { boxShadow: (theme) => `0 0 0 2px ${theme.palette.primary.main}` },
      }}
    >
      <Box
        component="h2"
        sx={
          item.author === "agent" && first
            ? { m: 0, mb: 0.5, typography: "caption", color: "text.secondary" }
            : visuallyHidden
        }
      >
        {who}, <time dateTime={item.at}>{formatTime(item.at)}</time>
      </Box>
      {text !== "" && (
        <Bubble own={own} first={first}>
          {own ? text : withWholeAmounts(text)}
        </Bubble>
      )}
      {item.image && (
        <Bubble own={false} first={first}>
          {texts.chat.image}
        </Bubble>
      )}
      {item.custom !== undefined && <Payload payload={item.custom} latest={latest} />}
      {item.buttons && <QuickReplies buttons={item.buttons} latest={latest} />}
      {own && delivery ? (
        <DeliveryState clientId={item.clientId ?? ""} delivery={delivery} />
      ) : (
        last && <MessageActions item={item} text={run} />
      )}
    </Box>
  );
});
