const BYTE_ORDER_MARK = "\ufeff";
// A spreadsheet would run these as a formula.
const FORMULA = /^[=+@\t\r]|^-(?![\d\s$])/;

/**
 * Rows as the CSV that spreadsheets in Colombia open: UTF-8 with its mark and semicolons between cells (RFC 4180
 * otherwise).
 */
export function toCsv(rows: readonly (readonly string[])[]): string {
  return BYTE_ORDER_MARK + rows.map((row) => row.map(cell).join(";")).join("\r\n");
}

function cell(text: string): string {
  const safe = FORMULA.test(text) ? `'${text}` : text;
  return /[;"\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}
