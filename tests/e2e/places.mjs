// Where the programs and folders of a test run are.
// Owns: finding programs, free ports, throw-away folders. Must not know: what runs in them.

import { accessSync, constants, mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { fileURLToPath } from "node:url";

/** The top of the checkout. */
export const repo = resolve(dirname(fileURLToPath(import.meta.url)), "..", "..");

/** A program named by an environment variable that `cargo xtask test` sets, or where a debug build puts it. */
export function built(variable, name) {
  return process.env[variable] ?? join(repo, "target", "debug", process.platform === "win32" ? `${name}.exe` : name);
}

/** The first of `names` on the PATH. */
export function program(...names) {
  for (const name of names) {
    for (const folder of (process.env.PATH ?? "").split(delimiter)) {
      const path = join(folder, process.platform === "win32" ? `${name}.exe` : name);
      try {
        accessSync(path, constants.X_OK);
        return path;
      } catch {
        // Not in this folder: the next one may have it.
      }
    }
  }
  return null;
}

/** Like {@link program}, but a test cannot go on without it. */
export function needed(...names) {
  const path = program(...names);
  if (!path) throw new Error(`${names.join(" or ")} is not installed; \`cargo xtask test\` installs it`);
  return path;
}

/** A port on which nobody listens. */
export function freePort() {
  return new Promise((give, fail) => {
    const server = createServer();
    server.once("error", fail);
    server.listen(0, "127.0.0.1", () => {
      const { port } = server.address();
      server.close(() => give(port));
    });
  });
}

/** A new folder in the system's place for such, and how to remove it. */
export function throwAway(name) {
  const path = mkdtempSync(join(tmpdir(), `hisho-${name}-`));
  return { path, remove: () => rmSync(path, { recursive: true, force: true, maxRetries: 5, retryDelay: 100 }) };
}

/** The folder for pictures of a run; it is made. */
export function pictures() {
  const path = join(repo, "target", "e2e");
  mkdirSync(path, { recursive: true });
  return path;
}

/** The environment of a program under test: folders of its own, so that it cannot touch those of the person. */
export function isolated(home) {
  const env = { ...process.env, HOME: home, NO_AT_BRIDGE: "1" };
  for (const [name, folder] of [["XDG_DATA_HOME", "data"], ["XDG_CONFIG_HOME", "config"], ["XDG_CACHE_HOME", "cache"], ["XDG_STATE_HOME", "state"], ["XDG_RUNTIME_DIR", "runtime"]]) {
    env[name] = join(home, folder);
    mkdirSync(env[name], { recursive: true, mode: 0o700 });
  }
  delete env.WAYLAND_DISPLAY;
  return env;
}
