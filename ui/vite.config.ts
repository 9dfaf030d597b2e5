import { resolve } from "node:path";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";

const ui = import.meta.dirname;

export default defineConfig({
  root: ui,
  plugins: [react()],
  clearScreen: false,
  server: { port: 5173, strictPort: true, fs: { allow: [resolve(ui, "..")] } },
  build: {
    outDir: resolve(ui, "dist"),
    emptyOutDir: true,
    target: "safari18",
    // The content policy knows no `data:` fonts: every asset is a file of its own.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    // It is read from the disk beside it.
    chunkSizeWarningLimit: 1000,
    // The reader's page is a window of its own, with nothing of the coordinator in it.
    rolldownOptions: { input: [resolve(ui, "index.html"), resolve(ui, "reader.html")] },
  },
  test: {
    environment: "happy-dom",
    include: ["src/**/*.test.{ts,tsx}"],
    setupFiles: ["src/testing/setup.ts"],
    css: { modules: { classNameStrategy: "non-scoped" } },
    restoreMocks: true,
    // A whole task by keyboard takes a while on a busy machine.
    testTimeout: 30_000,
  },
});
