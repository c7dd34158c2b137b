/// The build of the UI: where it starts, what it may inline (nothing, because of the CSP) and how its tests run.
import { fileURLToPath } from "node:url";
import tailwindcss from "@tailwindcss/vite";
import react from "@vitejs/plugin-react";
import { defineConfig } from "vitest/config";
import { paraglideVitePlugin } from "@inlang/paraglide-js";

const here = (path: string) => fileURLToPath(new URL(path, import.meta.url));

export default defineConfig({
  root: here("."),
  base: "./",
  clearScreen: false,
  plugins: [
    paraglideVitePlugin({
      project: here("./project.inlang"),
      outdir: here("./src/i18n/messages"),
      outputStructure: "locale-modules",
      strategy: ["globalVariable", "baseLocale"],
      emitReadme: false,
    }),
    react({ compiler: true }),
    tailwindcss(),
  ],
  resolve: { alias: { "@": here("./src") } },
  server: { port: 5173, strictPort: true },
  build: {
    outDir: here("./dist"),
    emptyOutDir: true,
    target: "es2023",
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    sourcemap: false,
    reportCompressedSize: false,
  },
  test: {
    environment: "jsdom",
    include: ["src/**/*.test.{ts,tsx}"],
    restoreMocks: true,
  },
});
