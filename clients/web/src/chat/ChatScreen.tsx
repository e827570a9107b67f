import Box from "@mui/material/Box";
import { lazy, Suspense, useRef, useState } from "react";
import { useTexts } from "../locale/texts";
import { useAppSelector } from "../store";
import { Notice } from "../ui/Notice";
import { useMainPart } from "../ui/useNarrow";
import { ChatHeader } from "./ChatHeader";
import { Composer } from "./Composer";
import { MessageList } from "./MessageList";

const SearchPanel = lazy(() => import("./SearchPanel"));

/** The conversation: its header, what was said, and where one writes. */
export function ChatScreen({ onClose }: { onClose?: () => void }) {
  const texts = useTexts();
  const online = useAppSelector((state) => state.session.online);
  const mainPart = useMainPart();
  const [searching, setSearching] = useState(false);
  const searchButton = useRef<HTMLButtonElement>(null);
  const composer = useRef<HTMLTextAreaElement>(null);
  const [target, setTarget] = useState<string | null>(null);
  const closeSearch = (): void => {
    setSearching(false);
    searchButton.current?.focus();
  };
  return (
    <Box
      sx={{ height: "100%", display: "flex", flexDirection: "column", minWidth: 0, bgcolor: "chat.canvas" }}
    >
      <ChatHeader
        onSearch={() => setSearching(!searching)}
        searchButton={searchButton}
        searching={searching}
        {...(onClose ? { onClose } : {})}
      />
      {searching && (
        <Suspense>
          <SearchPanel onClose={closeSearch} onChoose={setTarget} />
        </Suspense>
      )}
      {!online && (
        <Box sx={{ px: 2, pt: 1 }}>
          <Notice severity="warning">{texts.chat.offline}</Notice>
        </Box>
      )}
      <Box component={mainPart} sx={{ flex: 1, minHeight: 0, display: "flex", flexDirection: "column" }}>
        <MessageList target={target} onTargetShown={() => setTarget(null)} composer={composer} />
        <Composer box={composer} />
      </Box>
    </Box>
  );
}
