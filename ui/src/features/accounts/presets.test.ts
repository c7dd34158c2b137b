import { expect, it } from "vitest";
import { freeName, HOME, losesKey, originOf, PRESETS } from "./presets";

it("knows by scheme, host and port whether a key would go to another service", () => {
  const account = { wire: "openai-chat" as const, base_url: "https://models.example.org/v1", has_key: true };
  expect(losesKey(account, "https://models.example.org/other/v2")).toBe(false);
  for (const elsewhere of ["http://models.example.org/v1", "https://models.example.org:8443/v1", "https://example.org/v1", ""]) {
    expect(losesKey(account, elsewhere), elsewhere).toBe(true);
  }
  expect(losesKey({ ...account, has_key: false }, "https://example.org")).toBe(false);
  expect(losesKey({ ...account, base_url: null }, HOME["openai-chat"])).toBe(false);
});

it("takes nothing for an address that a service cannot be asked at", () => {
  for (const bad of ["", "models.example.org", "file:///etc/passwd", "javascript:alert(1)", "ftp://x"]) expect(originOf(bad), bad).toBeNull();
});

it("gives names that are free", () => {
  expect(freeName("OpenAI", [])).toBe("OpenAI");
  expect(freeName("OpenAI", ["OpenAI", "OpenAI 2"])).toBe("OpenAI 3");
});

it("offers addresses that are addresses", () => {
  for (const { id, base } of PRESETS) if (base) expect(originOf(base), id).not.toBeNull();
});
