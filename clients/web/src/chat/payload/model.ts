/** A table of cells that the server has formatted; `total` adds the rows up. */
export interface TablePayload {
  type: "table";
  title: string;
  columns: string[];
  rows: string[][];
  total: string[] | null;
}

export interface ChartPoint {
  label: string;
  /** An exact decimal; in a waterfall signed, but for the totals at its ends. */
  value: string;
  total?: boolean;
}

/** Pay over time, what a pay is made of, or how one pay became another. */
export interface ChartPayload {
  type: "chart";
  kind: "bar" | "donut" | "waterfall";
  title: string;
  unit: string;
  points: ChartPoint[];
}

export interface DocumentItem {
  title: string;
  path: string;
  filename: string;
  media_type: string;
}

/** Files of the services' API, fetched with the person's own token. */
export interface DocumentsPayload {
  type: "documents";
  items: DocumentItem[];
}

/** A question whose answer is a date, two dates, or a file. */
export interface PickerPayload {
  type: "picker";
  kind: "date" | "date_range" | "file";
  min: string | null;
  max: string | null;
  accept: string[] | null;
  max_bytes: number | null;
  upload_path: string | null;
  label: string;
}

/** A request or claim that was opened. */
export interface CasePayload {
  type: "case";
  number: string;
  state: string;
  kind: string;
}

export type StructuredPayload = TablePayload | ChartPayload | DocumentsPayload | PickerPayload | CasePayload;

/**
 * The payload of a reply when it is one that this client can show, with all its members of the right type; `null`
 * otherwise: newer servers may say more, and the text beside it says the same.
 */
export function readPayload(value: unknown): StructuredPayload | null {
  if (!isRecord(value)) return null;
  switch (value.type) {
    case "table":
      return isTable(value) ? { ...value, total: value.total ?? null } : null;
    case "chart":
      return isChart(value) ? value : null;
    case "documents":
      return isDocuments(value) ? value : null;
    case "picker":
      return readPicker(value);
    case "case":
      return areTexts([value.number, value.state, value.kind]) ? (value as unknown as CasePayload) : null;
    default:
      return null;
  }
}

type Loose = Record<string, unknown>;

function isRecord(value: unknown): value is Loose {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

function areTexts(values: unknown): values is string[] {
  return Array.isArray(values) && values.every((value) => typeof value === "string");
}

function isTable(value: Loose): value is Loose & TablePayload {
  return (
    typeof value.title === "string" &&
    areTexts(value.columns) &&
    Array.isArray(value.rows) &&
    value.rows.every(areTexts) &&
    (value.total == null || areTexts(value.total))
  );
}

function isChart(value: Loose): value is Loose & ChartPayload {
  return (
    ["bar", "donut", "waterfall"].includes(value.kind as string) &&
    areTexts([value.title, value.unit]) &&
    Array.isArray(value.points) &&
    value.points.length > 0 &&
    value.points.every(
      (point) =>
        isRecord(point) && areTexts([point.label, point.value]) && Number.isFinite(Number(point.value)),
    )
  );
}

function isDocuments(value: Loose): value is Loose & DocumentsPayload {
  return (
    Array.isArray(value.items) &&
    value.items.every(
      (item) =>
        isRecord(item) &&
        areTexts([item.title, item.path, item.filename, item.media_type]) &&
        isOwnPath(item.path as string),
    )
  );
}

function readPicker(value: Loose): PickerPayload | null {
  if (!["date", "date_range", "file"].includes(value.kind as string) || typeof value.label !== "string")
    return null;
  const path = typeof value.upload_path === "string" ? value.upload_path : null;
  if (value.kind === "file" && (path === null || !isOwnPath(path))) return null;
  return {
    type: "picker",
    kind: value.kind as PickerPayload["kind"],
    label: value.label,
    min: typeof value.min === "string" ? value.min : null,
    max: typeof value.max === "string" ? value.max : null,
    accept: areTexts(value.accept) ? value.accept : null,
    max_bytes: typeof value.max_bytes === "number" ? value.max_bytes : null,
    upload_path: path,
  };
}

/** A path of the services themselves: a token must never travel to an address that a message names. */
function isOwnPath(path: string): boolean {
  return path.startsWith("/") && !path.startsWith("//") && !path.includes("\\");
}
