import { defineConfig } from "vitest/config";

/** The state of the client, without a page: what people see is tested in a browser, in tests/clients/web. */
export default defineConfig({
  test: {
    include: ["tests/**/*.test.ts"],
    environment: "node",
    setupFiles: ["tests/platform.ts"],
    testTimeout: 60_000,
    restoreMocks: true,
  },
});
