import type { Item } from "../conversation/item";
import { shownText } from "../conversation/merging";
import { formatFigure, formatMoment } from "../locale/format";
import type { Texts } from "../locale/texts";
import { readPayload } from "./payload/model";

/** Letters without accents or case, so that «nómina» is found as «NOMINA». */
export function folded(text: string): string {
  return text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase();
}

/** Everything that can be read in an item, in one line. */
export function wordsOf(item: Item, earlier: readonly Item[], texts: Texts): string {
  return linesOf(item, earlier, texts).join(" · ");
}

/** What an item says and shows: its text, then each row of its table and each value of its chart with its name. */
function linesOf(item: Item, earlier: readonly Item[], texts: Texts): string[] {
  return [shownText(item, earlier), ...structuredLines(item.custom, texts)].filter((line) => line !== "");
}

function structuredLines(custom: unknown, texts: Texts): string[] {
  const payload = readPayload(custom);
  switch (payload?.type) {
    case "table": {
      const rows = [payload.columns, ...payload.rows, ...(payload.total ? [payload.total] : [])];
      return [payload.title, ...rows.map((row) => row.filter((cell) => cell !== "").join(" · "))];
    }
    case "chart": {
      const { title, unit, points } = payload;
      return [title, ...points.map(({ label, value }) => `${label}: ${formatFigure(value, unit)}`)];
    }
    case "documents":
      return payload.items.map((document) => document.title);
    case "picker":
      return [payload.label];
    case "case": {
      const { number, kind, state } = payload;
      return [`${number} · ${texts.case.kinds[kind] ?? kind} · ${texts.case.states[state] ?? state}`];
    }
    default:
      return [];
  }
}

/** The conversation as a text file: a line saying who and when, then what. */
export function transcript(items: readonly Item[], texts: Texts): string {
  const names = { person: texts.chat.you, assistant: texts.chat.assistant, agent: texts.chat.agent };
  return items
    .map((item, index) => {
      const said = linesOf(item, items.slice(Math.max(0, index - 12), index), texts).join("\n");
      return `${names[item.author]} · ${formatMoment(item.at)}\n${said}\n`;
    })
    .join("\n");
}
