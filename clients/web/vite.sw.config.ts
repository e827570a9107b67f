import { createHash } from "node:crypto";
import { readdirSync, readFileSync } from "node:fs";
import { defineConfig } from "vite";

const BUILT = new URL("./dist/", import.meta.url);
// Only other sites load the embeddable script; the service worker belongs to the page.
const LEFT_OUT = new Set(["chatnomina.js", "sw.js"]);

// The screens of the desk and of managers ask the server for everything they show.
const WORK = "assets/work/";

/** What the app needs to open offline, each file with the hash that says whether it has changed. */
function precached(): { url: string; revision: string | null }[] {
  return readdirSync(BUILT, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !LEFT_OUT.has(entry.name))
    .map((entry) => `${entry.parentPath}/${entry.name}`.slice(BUILT.pathname.length).replace(/^\/+/, ""))
    .sort()
    .filter((path) => !path.startsWith(WORK))
    .map((path) => ({
      url: path,
      // The names of assets hold their hash already.
      revision: path.startsWith("assets/")
        ? null
        : createHash("sha256")
            .update(readFileSync(new URL(path, BUILT)))
            .digest("hex")
            .slice(0, 16),
    }));
}

/** The service worker, as one classic script, built after the app because it lists the app's files. */
export default defineConfig({
  publicDir: false,
  define: { "process.env.NODE_ENV": '"production"', __PRECACHED__: JSON.stringify(precached()) },
  build: {
    target: "es2022",
    emptyOutDir: false,
    rollupOptions: {
      input: "src/app/sw.ts",
      output: { format: "iife", entryFileNames: "sw.js" },
    },
  },
});
