import Box from "@mui/material/Box";
import { visuallyHidden } from "@mui/utils";
import { useState } from "react";
import type { Item } from "../conversation/item";

/**
 * Tells screen readers what is answered, as it comes, and nothing else.
 *
 * The conversation itself is no live region: reading an older page of it, or what a device remembered, would read all
 * of that out.
 */
export function Announcer({ items }: { items: readonly Item[] }) {
  const [since] = useState(() => new Date().toISOString());
  const lastOwn = items.findLastIndex((item) => item.author === "person");
  const spoken = items.slice(lastOwn + 1).filter((item) => item.text && item.at >= since);
  return (
    <Box aria-live="polite" sx={visuallyHidden}>
      {spoken.map((item, index) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: the history gives an answer another identifier than the channel
        <p key={index}>{item.text}</p>
      ))}
    </Box>
  );
}
