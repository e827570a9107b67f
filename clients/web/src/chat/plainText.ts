import type { Item } from "../conversation/item";
import { shownText } from "../conversation/merging";
import { formatMoment } from "../locale/format";
import type { Texts } from "../locale/texts";
import { readPayload } from "./payload/model";

/** Letters without accents or case, so that «nómina» is found as «NOMINA». */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Everything that can be read in an item, its table's cells and chart's labels included. */
export function wordsOf(item: Item, earlier: readonly Item[], texts: Texts): string {
  const payload = readPayload(item.custom);
  const words = [shownText(item, earlier)];
  if (payload?.type === "table") words.push(payload.title, ...payload.rows.flat());
  if (payload?.type === "chart") words.push(payload.title, ...payload.points.map((point) => point.label));
  if (payload?.type === "documents") words.push(...payload.items.map((document) => document.title));
  if (payload?.type === "case") {
    const { number, kind, state } = payload;
    words.push(number, texts.case.kinds[kind] ?? kind, texts.case.states[state] ?? state);
  }
  return words.filter((word) => word !== "").join(" · ");
}

/** The conversation as a text file: a line saying who and when, then what. */
export function transcript(items: readonly Item[], texts: Texts): string {
  const names = { person: texts.chat.you, assistant: texts.chat.assistant, agent: texts.chat.agent };
  return items
    .map((item, index) => {
      const said = wordsOf(item, items.slice(Math.max(0, index - 12), index), texts);
      return `${names[item.author]} · ${formatMoment(item.at)}\n${said}\n`;
    })
    .join("\n");
}
