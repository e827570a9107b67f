import { expect, test } from "vitest";
import { readPayload } from "../../../src/chat/payload/model";

const table = { type: "table", title: "t", columns: ["a"], rows: [["1"]] };
const chart = {
  type: "chart",
  kind: "donut",
  title: "t",
  unit: "COP",
  points: [{ label: "a", value: "1.50" }],
};
const documents = (path: string) => ({
  type: "documents",
  items: [{ title: "t", path, filename: "f.pdf", media_type: "application/pdf" }],
});
const picker = {
  type: "picker",
  kind: "file",
  label: "l",
  upload_path: "/me/files",
  max_bytes: 5,
  accept: ["a/b"],
};

test("payloads of the contract are read, with what may be left out put in", () => {
  expect(readPayload(table)).toEqual({ ...table, total: null });
  expect(readPayload(chart)).toEqual(chart);
  expect(readPayload(documents("/documents/x.pdf?from=2026-05"))).not.toBeNull();
  expect(readPayload(picker)).toMatchObject({ kind: "file", min: null, max: null, max_bytes: 5 });
  expect(readPayload({ type: "case", number: "N-1", state: "open", kind: "leave" })).not.toBeNull();
});

test.each([
  ["nothing", null],
  ["a text", "hola"],
  ["a list", [table]],
  ["a kind of the future", { type: "hologram" }],
  ["a table with numbers for cells", { ...table, rows: [[1]] }],
  ["a chart without points", { ...chart, points: [] }],
  ["a chart of what is no number", { ...chart, points: [{ label: "a", value: "mucho" }] }],
  ["a chart of another kind", { ...chart, kind: "radar" }],
  ["a picker of files without an address", { ...picker, upload_path: null }],
])("%s is not shown", (_what, value) => {
  expect(readPayload(value)).toBeNull();
});

test.each([
  "https://malo.example/x",
  "//malo.example/x",
  "/\\malo.example",
  "documents/x.pdf",
  "javascript:alert(1)",
])("the person's token never travels to %s", (path) => {
  expect(readPayload(documents(path))).toBeNull();
  expect(readPayload({ ...picker, upload_path: path })).toBeNull();
});
