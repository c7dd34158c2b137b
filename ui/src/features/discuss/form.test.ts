import { expect, it } from "vitest";
import { lacks, NO_LIMITS, PERSON, readLimits, titleOf, toCreate, withTeam, type NewForm } from "./form";

const form: NewForm = {
  topic: " When do we move?\nAnd where to? ",
  title: "",
  description: "",
  kind: "debate",
  team: null,
  seats: new Map([
    [PERSON, "participant"],
    ["s1", "participant"],
    ["s2", "observer"],
  ]),
};

it("calls a discussion by the first line of its question, and seats the person without an identity", () => {
  const sent = toCreate(form);
  expect(sent.title).toBe("When do we move?");
  expect(sent.topic).toBe("When do we move?\nAnd where to?");
  expect(sent.seats).toEqual([
    { secretary_uid: null, role: "participant" },
    { secretary_uid: "s1", role: "participant" },
    { secretary_uid: "s2", role: "observer" },
  ]);
  expect(toCreate({ ...form, title: " The move " }).title).toBe("The move");
  expect(Array.from(titleOf("𠮷".repeat(300)))).toHaveLength(200);
});

it("wants a question and two who take positions", () => {
  expect(lacks(form)).toEqual({ topic: false, seats: null });
  expect(lacks({ ...form, topic: " \n" }).topic).toBe(true);
  expect(lacks({ ...form, seats: new Map([["s1", "participant"], ["s2", "moderator"]]) }).seats).toBe("few");
  expect(lacks({ ...form, seats: new Map(Array.from({ length: 21 }, (_, at) => [`s${at}`, "participant"] as const)) }).seats).toBe("many");
});

it("calls a team to the table, without those on leave, and keeps the person and the roles", () => {
  const called = withTeam(form, { uid: "t", members: ["s2", "away", "s3"] }, new Set(["s1", "s2", "s3"]));
  expect([...called.seats]).toEqual([[PERSON, "participant"], ["s2", "observer"], ["s3", "participant"]]);
  expect(toCreate(called).team_uid).toBe("t");
  expect(toCreate(form)).not.toHaveProperty("team_uid");
  const many = Array.from({ length: 30 }, (_, at) => `m${at}`);
  expect(withTeam(form, { uid: "t", members: many }, new Set(many)).seats.size).toBe(20);
});

it("reads limits as they are written, and says which cannot be read", () => {
  expect(readLimits(NO_LIMITS)).toEqual({ input: { options: [], critique_rounds: 1, unit: "tokens" }, wrong: { minutes: false, budget: false } });
  const { input } = readLimits({ options: " spring \n\nautumn", rounds: "3", minutes: "９０", unit: "cost", budget: "$0.5" });
  expect(input).toEqual({ options: ["spring", "autumn"], critique_rounds: 3, minutes: 90, unit: "cost", budget: 50_000_000 });
  expect(readLimits({ ...NO_LIMITS, minutes: "1441", budget: "0" }).wrong).toEqual({ minutes: true, budget: true });
  expect(readLimits({ ...NO_LIMITS, minutes: "long", budget: "much" })).toEqual({ input: { options: [], critique_rounds: 1, unit: "tokens" }, wrong: { minutes: true, budget: true } });
});
