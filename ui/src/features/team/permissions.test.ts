import { expect, it } from "vitest";
import type { People, Permission, Secretary } from "@/api";
import { mayDo } from "./permissions";

const secretary = { uid: "s", persona_uid: "p" } as Secretary;

function people(permissions: Permission[] | null): People {
  const roles = permissions === null ? [] : [{ uid: "r", permissions }];
  return { secretaries: [secretary], personas: [{ uid: "p", role_uid: "r" }], roles, teams: [] } as unknown as People;
}

it("a role allows what it holds, or everything", () => {
  expect(mayDo(people(["read"]), secretary, "read")).toBe(true);
  expect(mayDo(people(["read"]), secretary, "write")).toBe(false);
  expect(mayDo(people(["all"]), secretary, "write")).toBe(true);
});

it("without a role, or with one in the trash, nothing is allowed", () => {
  expect(mayDo(people(null), secretary, "read")).toBe(false);
  expect(mayDo(people(["all"]), { ...secretary, persona_uid: null }, "read")).toBe(false);
});
