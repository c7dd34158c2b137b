/// A folder is kept as the vault names it, however it was typed.
import { expect, it } from "vitest";
import { cleanFolder } from "./ExcludedFolders";

it.each([
  ["Archive", "Archive"],
  [" /Archive/Old/ ", "Archive/Old"],
  ["Archive\\Old", "Archive/Old"],
  ["Archive//Old", "Archive/Old"],
  ["/", ""],
  ["  ", ""],
])("%j → %j", (typed, folder) => {
  expect(cleanFolder(typed)).toBe(folder);
});
