/** The sections of the desk, as its addresses name them (`#/mesa/auditoria`). */
export const CASES = "casos";
export const CORRECTIONS = "correcciones";
export const UNANSWERED = "preguntas";
export const IMPORTS = "carga";
export const AUDIT = "auditoria";

export type Section = typeof CASES | typeof CORRECTIONS | typeof UNANSWERED | typeof IMPORTS | typeof AUDIT;

const SECTIONS: readonly string[] = [CASES, CORRECTIONS, UNANSWERED, IMPORTS, AUDIT];

/** The section of an address; the cases for whatever there is not. */
export function sectionOf(part: string | undefined): Section {
  return part !== undefined && SECTIONS.includes(part) ? (part as Section) : CASES;
}
