import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

const api = process.env.CHATNOMINA_SERVICES_URL ?? "http://127.0.0.1:8000";
const served = [
  "/auth",
  "/me",
  "/chat",
  "/desk",
  "/documents",
  "/team",
  "/people",
  "/corrections",
  "/audit",
  "/client-configuration",
];
// Few people open these screens: what only they need is in a folder of its own, which is not kept for offline.
const WORK = /\/src\/(desk|team)\//;

/** The full-page app (index.html) and the script that other pages embed (chatnomina.js), with their chunks in common. */
export default defineConfig({
  base: "./",
  plugins: [react()],
  server: { proxy: Object.fromEntries(served.map((path) => [path, api])) },
  build: {
    target: "es2022",
    modulePreload: { polyfill: false },
    // The strict policy of the page admits no data: fonts, and nothing else is small enough to be worth inlining.
    assetsInlineLimit: 0,
    rollupOptions: {
      input: { app: "index.html", chatnomina: "src/embed/main.ts" },
      output: {
        entryFileNames: (chunk) =>
          chunk.name === "chatnomina" ? "chatnomina.js" : "assets/[name]-[hash].js",
        chunkFileNames: (chunk) =>
          chunk.moduleIds.some((id) => WORK.test(id))
            ? "assets/work/[name]-[hash].js"
            : "assets/[name]-[hash].js",
      },
    },
  },
});
