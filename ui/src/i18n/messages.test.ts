// @vitest-environment node
/// Both languages say everything, with the same blanks to fill in.
import { readdirSync, readFileSync } from "node:fs";
import { expect, it } from "vitest";

const FOLDER = `${import.meta.dirname}/../../messages`;
const files = readdirSync(`${FOLDER}/en`).toSorted();

type Messages = Record<string, string>;
const read = (language: string, file: string): Messages => JSON.parse(readFileSync(`${FOLDER}/${language}/${file}`, "utf8")) as Messages;
const blanks = (words: string) => [...new Set([...words.matchAll(/\{(\w+)\}/g)].map((match) => match[1]))].toSorted();

it("has the same files in both languages, and the build reads each of them", () => {
  expect(readdirSync(`${FOLDER}/ja`).toSorted()).toEqual(files);
  const settings = JSON.parse(readFileSync(`${FOLDER}/../project.inlang/settings.json`, "utf8")) as { "plugin.inlang.messageFormat": { pathPattern: string[] } };
  expect(settings["plugin.inlang.messageFormat"].pathPattern.map((pattern) => pattern.split("/").at(-1)).toSorted()).toEqual(files);
});

it("says no thing twice", () => {
  const keys = files.flatMap((file) => Object.keys(read("en", file)));
  expect(keys.filter((key, at) => keys.indexOf(key) !== at)).toEqual([]);
});

it.each(files)("%s: the same keys, no empty words, the same blanks", (file) => {
  const [en, ja] = [read("en", file), read("ja", file)];
  expect(Object.keys(ja).toSorted()).toEqual(Object.keys(en).toSorted());
  for (const key of Object.keys(en)) {
    expect(en[key], key).toMatch(/\S/);
    expect(ja[key], key).toMatch(/\S/);
    expect(blanks(ja[key] ?? ""), key).toEqual(blanks(en[key] ?? ""));
  }
});
