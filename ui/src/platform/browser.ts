/// The host over loopback, for the app in an ordinary browser. Owns the token of the run and the reconnecting.
import type { CommandError, HostEvent } from "@/api/types";
import { asFailure, assertGesture, CommandFailure, isOpenable, type Host } from "./host";

const TOKEN_KEY = "hisho.token";
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 8_000;

/** Takes the token out of the address, so that it is neither bookmarked nor shown, and keeps it for this tab. */
function takeToken(): string {
  const found = /^#token=([^&/]+)/.exec(location.hash)?.[1];
  if (found) {
    sessionStorage.setItem(TOKEN_KEY, found);
    history.replaceState(history.state, "", location.pathname + location.search);
  }
  return found ?? sessionStorage.getItem(TOKEN_KEY) ?? "";
}

/** A host that is reached by HTTP and a WebSocket at the page's own origin. */
export function browserHost(): Host {
  const token = takeToken();

  async function post<T>(path: string, body: unknown): Promise<T> {
    let response: Response;
    try {
      response = await fetch(path, {
        method: "POST",
        headers: { "Content-Type": "application/json", Authorization: `Bearer ${token}` },
        body: JSON.stringify(body),
      });
    } catch (thrown) {
      throw new CommandFailure({ code: "io", message: String(thrown), params: { what: "connection", detail: String(thrown) } });
    }
    const text = await response.text();
    let answer: unknown;
    try {
      answer = JSON.parse(text);
    } catch {
      throw new CommandFailure({ code: "internal", message: `${response.status} ${text.slice(0, 200)}`, params: {} });
    }
    if (!response.ok) throw asFailure(answer as CommandError);
    return answer as T;
  }

  return {
    kind: "browser",
    call: (name, input) => post(`/rpc/${name}`, { input }),
    async decide(name, input, event) {
      assertGesture(name, event);
      const { token: gesture } = await post<{ token: string }>("/gesture", { command: name, input });
      return post(`/rpc/${name}`, { input, gesture });
    },
    onEvent(hear) {
      let socket: WebSocket | undefined;
      let timer: ReturnType<typeof setTimeout> | undefined;
      let wait = FIRST_WAIT_MS;
      let stopped = false;

      const connect = () => {
        const address = new URL("/events", location.href);
        address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
        address.search = new URLSearchParams({ token }).toString();
        address.hash = "";
        socket = new WebSocket(address);
        socket.addEventListener("open", () => {
          wait = FIRST_WAIT_MS;
          hear(null);
        });
        socket.addEventListener("message", (message) => hear(JSON.parse(String(message.data)) as HostEvent));
        socket.addEventListener("close", () => {
          if (stopped) return;
          timer = setTimeout(connect, wait);
          wait = Math.min(wait * 2, LONGEST_WAIT_MS);
        });
      };
      connect();
      return () => {
        stopped = true;
        clearTimeout(timer);
        socket?.close();
      };
    },
    async openExternal(url) {
      if (!isOpenable(url)) return false;
      window.open(url, "_blank", "noopener,noreferrer");
      return true;
    },
  };
}
