/// The host over loopback: where its token goes, how it decides, what its failures become, how it comes back.
import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { browserHost } from "./browser";

type Answer = { status?: number; body: unknown };
let answers: Answer[];
let sent: { path: string; body: unknown; authorization: string | undefined }[];

class FakeSocket extends EventTarget {
  static all: FakeSocket[] = [];
  readonly address: URL;
  constructor(address: URL) {
    super();
    this.address = address;
    FakeSocket.all.push(this);
  }
  close(): void {
    this.dispatchEvent(new Event("close"));
  }
}

beforeEach(() => {
  answers = [];
  sent = [];
  FakeSocket.all = [];
  sessionStorage.clear();
  history.replaceState(null, "", "/#token=s3cret");
  vi.stubGlobal("WebSocket", FakeSocket);
  vi.stubGlobal("fetch", async (path: string, init: RequestInit) => {
    sent.push({ path, body: JSON.parse(String(init.body)), authorization: (init.headers as Record<string, string>)["Authorization"] });
    const { status = 200, body } = answers.shift() ?? { status: 500, body: "no answer was prepared" };
    return new Response(typeof body === "string" ? body : JSON.stringify(body), { status });
  });
});
afterEach(() => {
  vi.unstubAllGlobals();
  vi.useRealTimers();
});

const trusted = { isTrusted: true };

it("takes the token out of the address, and finds it again after a reload", async () => {
  browserHost();
  expect(location.href).not.toContain("s3cret");
  const reloaded = browserHost();
  answers.push({ body: [] });
  await reloaded.call("vault.known", {});
  expect(sent[0]).toEqual({ path: "/rpc/vault.known", body: { input: {} }, authorization: "Bearer s3cret" });
});

describe("a decision", () => {
  const input = { uid: "p", version: 2, content_hash: "abc" };

  it("asks for a gesture bound to its input, and sends it along", async () => {
    answers.push({ body: { token: "g1" } }, { body: { uid: "p" } });
    await browserHost().decide("plans.approve", input, trusted);
    expect(sent.map(({ path, body }) => [path, body])).toEqual([
      ["/gesture", { command: "plans.approve", input }],
      ["/rpc/plans.approve", { input, gesture: "g1" }],
    ]);
  });

  it("is not even sent for an event that a script made", async () => {
    await expect(browserHost().decide("plans.approve", input, new Event("click"))).rejects.toMatchObject({ code: "person_only" });
    expect(sent).toEqual([]);
  });
});

describe("a failure", () => {
  it("is what the host says it is", async () => {
    answers.push({ status: 409, body: { code: "stale", message: "rev 2 is not 3", params: { entity: "plan" } } });
    await expect(browserHost().call("plans.submit", { uid: "p", rev: 2 })).rejects.toMatchObject({ code: "stale", params: { entity: "plan" } });
  });

  it("without a form becomes internal", async () => {
    answers.push({ status: 502, body: "<html>bad gateway</html>" });
    await expect(browserHost().call("today.show", {})).rejects.toMatchObject({ code: "internal" });
  });

  it("of the connection says so", async () => {
    vi.stubGlobal("fetch", async () => {
      throw new TypeError("refused");
    });
    await expect(browserHost().call("today.show", {})).rejects.toMatchObject({ code: "io", params: { what: "connection" } });
  });
});

describe("events", () => {
  it("arrive as they were sent, after a word that some may have been missed", () => {
    const heard: unknown[] = [];
    browserHost().onEvent((event) => heard.push(event));
    const socket = FakeSocket.all[0];
    expect(socket?.address.href).toMatch(/^ws:.*\/events\?token=s3cret$/);
    socket?.dispatchEvent(new Event("open"));
    socket?.dispatchEvent(new MessageEvent("message", { data: '{"type":"notes","paths":["a.md"]}' }));
    expect(heard).toEqual([null, { type: "notes", paths: ["a.md"] }]);
  });

  it("go on after the connection broke, each time waiting longer", () => {
    vi.useFakeTimers();
    const heard: unknown[] = [];
    const stop = browserHost().onEvent((event) => heard.push(event));
    FakeSocket.all[0]?.close();
    vi.advanceTimersByTime(250);
    expect(FakeSocket.all).toHaveLength(2);
    FakeSocket.all[1]?.close();
    vi.advanceTimersByTime(250);
    expect(FakeSocket.all).toHaveLength(2);
    vi.advanceTimersByTime(250);
    expect(FakeSocket.all).toHaveLength(3);
    FakeSocket.all[2]?.dispatchEvent(new Event("open"));
    expect(heard).toEqual([null]);
    stop();
    vi.advanceTimersByTime(60_000);
    expect(FakeSocket.all).toHaveLength(3);
  });
});

it("opens nothing outside but what may be opened", async () => {
  const open = vi.spyOn(window, "open").mockReturnValue(null);
  expect(await browserHost().openExternal("javascript:alert(1)")).toBe(false);
  expect(open).not.toHaveBeenCalled();
  expect(await browserHost().openExternal("https://example.org/")).toBe(true);
  expect(open).toHaveBeenCalledOnce();
});
