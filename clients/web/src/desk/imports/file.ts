import type { DeskTexts } from "../texts/texts";

export const KINDS = [
  "empleados",
  "salarios",
  "desprendibles",
  "consignaciones",
  "vacaciones",
  "ausencias",
] as const;
export type ImportKind = (typeof KINDS)[number];

export const ACCEPTED =
  ".csv,.xlsx,text/csv,application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const LARGEST_BYTES = 20 * 2 ** 20;

/** Why a file cannot be sent, or null; what it holds is the services' to judge. */
export function wrongFile(file: Pick<File, "name" | "size">, texts: DeskTexts): string | null {
  if (!/\.(csv|txt|xlsx)$/i.test(file.name)) return texts.imports.wrongType;
  return file.size > LARGEST_BYTES ? texts.imports.tooBig : null;
}
