import Box from "@mui/material/Box";
import IconButton from "@mui/material/IconButton";
import List from "@mui/material/List";
import ListItem from "@mui/material/ListItem";
import ListItemButton from "@mui/material/ListItemButton";
import ListItemText from "@mui/material/ListItemText";
import TextField from "@mui/material/TextField";
import Typography from "@mui/material/Typography";
import { useDeferredValue, useEffect, useMemo, useState } from "react";
import type { Item } from "../conversation/item";
import { conversation } from "../conversation/slice";
import { formatMoment } from "../locale/format";
import { type Texts, useTexts } from "../locale/texts";
import { useAppDispatch, useAppSelector } from "../store";
import { CloseIcon } from "../ui/icons";
import { messageOf, Notice } from "../ui/Notice";
import { useClient } from "../ui/Providers";
import { folded, wordsOf } from "./plainText";

const SHORTEST = 2;
const MOST_SHOWN = 100;

interface Found {
  item: Item;
  before: string;
  match: string;
  after: string;
}

/** Finds words in the whole conversation, which is read to its beginning the first time. */
export default function SearchPanel({
  onClose,
  onChoose,
}: {
  onClose: () => void;
  onChoose: (id: string) => void;
}) {
  const texts = useTexts();
  const client = useClient();
  const dispatch = useAppDispatch();
  const items = useAppSelector((state) => state.conversation.items);
  const [query, setQuery] = useState("");
  const [reading, setReading] = useState(true);
  const [problem, setProblem] = useState<string | null>(null);
  const wanted = folded(useDeferredValue(query).trim());
  const found = useMemo(
    () => (wanted.length < SHORTEST ? [] : search(items, wanted, texts)),
    [items, wanted, texts],
  );

  useEffect(() => {
    const leaving = new AbortController();
    client.reader
      .everything(leaving.signal)
      .then((all) => !leaving.signal.aborted && dispatch(conversation.actions.wholeRead(all)))
      .catch((error: unknown) => setProblem(messageOf(error, texts)))
      .finally(() => setReading(false));
    return () => leaving.abort();
  }, [client, dispatch, texts]);

  return (
    <Box
      role="search"
      onKeyDown={(event) => {
        if (event.key !== "Escape") return;
        // Of the panel in another page, too, one press closes one thing.
        event.preventDefault();
        onClose();
      }}
      sx={{ bgcolor: "background.paper", borderBottom: 1, borderColor: "divider", px: 2, py: 1.5 }}
    >
      <Box sx={{ maxWidth: 820, mx: "auto" }}>
        <Box sx={{ display: "flex", gap: 1, alignItems: "center" }}>
          <TextField
            autoFocus
            fullWidth
            size="small"
            type="search"
            label={texts.search.label}
            placeholder={texts.search.hint}
            value={query}
            onChange={(event) => setQuery(event.target.value)}
            // Beside the button that closes the search, the browser's own cross would be a second one.
            sx={{ "& input::-webkit-search-cancel-button": { display: "none" } }}
          />
          <IconButton onClick={onClose} aria-label={texts.close}>
            <CloseIcon />
          </IconButton>
        </Box>
        {problem && <Notice severity="warning">{problem}</Notice>}
        <Typography role="status" variant="caption" color="textSecondary" component="p" sx={{ mt: 0.5 }}>
          {wanted.length >= SHORTEST
            ? texts.search.results(found.length)
            : reading
              ? texts.search.reading
              : ""}
        </Typography>
        {found.length > 0 && (
          <List dense sx={{ maxHeight: "32vh", overflowY: "auto", pt: 0 }}>
            {found.map(({ item, before, match, after }) => (
              <ListItem key={item.id} disablePadding>
                <ListItemButton onClick={() => onChoose(item.id)} sx={{ borderRadius: 2 }}>
                  <ListItemText
                    primary={
                      <>
                        {before}
                        <mark>{match}</mark>
                        {after}
                      </>
                    }
                    secondary={formatMoment(item.at)}
                  />
                </ListItemButton>
              </ListItem>
            ))}
          </List>
        )}
      </Box>
    </Box>
  );
}

function search(items: readonly Item[], wanted: string, texts: Texts): Found[] {
  const found: Found[] = [];
  for (let index = items.length - 1; index >= 0 && found.length < MOST_SHOWN; index -= 1) {
    const item = items[index];
    if (!item) continue;
    const words = wordsOf(item, items.slice(Math.max(0, index - 12), index), texts).normalize("NFC");
    // Folding keeps one letter for each, so that places in the one are places in the other.
    const letters = [...words];
    const at = letters
      .map((letter) => [...folded(letter)][0] ?? letter)
      .join("")
      .indexOf(wanted);
    if (at < 0) continue;
    const [start, end] = [Math.max(0, at - 30), at + wanted.length];
    found.push({
      item,
      before: (start > 0 ? "…" : "") + letters.slice(start, at).join(""),
      match: letters.slice(at, end).join(""),
      after: letters.slice(end, end + 60).join("") + (end + 60 < letters.length ? "…" : ""),
    });
  }
  return found;
}
