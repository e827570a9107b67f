/// <reference lib="webworker" />
import { cleanupOutdatedCaches, type PrecacheEntry, precacheAndRoute } from "workbox-precaching";
import { TAKE_OVER } from "./serviceWorker";

declare const self: ServiceWorkerGlobalScope;
/** The app's files, put in by the build. */
declare const __PRECACHED__: PrecacheEntry[];

// Only these files are kept and answered for: what people ask and are told never enters this cache.
precacheAndRoute(__PRECACHED__);
cleanupOutdatedCaches();

self.addEventListener("message", (event) => {
  if (event.data === TAKE_OVER) void self.skipWaiting();
});
