/** `npm run size`: what the embeddable script costs, gzipped, until one can write in the opened chat. */
import { readdirSync, readFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { gzipSync } from "node:zlib";

const BUILD = "dist";
const LAUNCHER = "chatnomina.js";
const STATIC_IMPORT = /(?:import|from)\s*"(\.[^"]+\.js)"/g;

/** The files that a file needs before it runs, itself included. */
function needed(file, found = new Set()) {
  if (found.has(file)) return found;
  found.add(file);
  const source = readFileSync(join(BUILD, file), "utf8");
  for (const [, imported] of source.matchAll(STATIC_IMPORT)) needed(join(dirname(file), imported), found);
  return found;
}

function kilobytes(files) {
  const bytes = [...files].map((file) => gzipSync(readFileSync(join(BUILD, file)), { level: 9 }).length);
  return (bytes.reduce((sum, each) => sum + each, 0) / 1000).toFixed(1);
}

const panel = readdirSync(join(BUILD, "assets")).find((name) => /^panel-.*\.js$/.test(name));
if (panel === undefined) throw new Error("no build: npm run build");
const launcher = needed(LAUNCHER);
process.stdout.write(`launcher ${kilobytes(launcher)} kB\n`);
process.stdout.write(`first load ${kilobytes(needed(join("assets", panel), launcher))} kB\n`);
