/// The host inside the desktop window. The only file that knows the desktop shell's own packages.
import { invoke } from "@tauri-apps/api/core";
import { listen } from "@tauri-apps/api/event";
import { open } from "@tauri-apps/plugin-dialog";
import { openUrl } from "@tauri-apps/plugin-opener";
import type { HostEvent } from "@/api/types";
import { asFailure, assertGesture, isOpenable, type Host } from "./host";

async function ask<T>(command: string, args: Record<string, unknown>): Promise<T> {
  try {
    return await invoke<T>(command, args);
  } catch (thrown) {
    throw asFailure(thrown);
  }
}

/** The desktop window's host. */
export function desktopHost(): Host {
  return {
    kind: "desktop",
    call: (name, input) => ask("rpc", { name, input }),
    async decide(name, input, event) {
      assertGesture(name, event);
      const gesture = await ask<string>("gesture", { command: name, input });
      return ask("rpc", { name, input, gesture });
    },
    onEvent(hear) {
      let stopped = false;
      let stop: (() => void) | undefined;
      void listen<HostEvent>("hisho://event", (event) => hear(event.payload)).then((unlisten) => {
        if (stopped) unlisten();
        else {
          stop = unlisten;
          // What was announced before the listener stood is not repeated.
          hear(null);
        }
      });
      return () => {
        stopped = true;
        stop?.();
      };
    },
    pickFolder: async (title) => open({ directory: true, multiple: false, title }),
    async openExternal(url) {
      if (!isOpenable(url)) return false;
      await openUrl(url);
      return true;
    },
  };
}
