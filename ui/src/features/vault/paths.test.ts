import { describe, expect, it } from "vitest";
import { folderProblem, inFolder, obsidianAddress } from "./paths";

describe("paths of the vault", () => {
  it("open in Obsidian by their whole path, whatever is in it", () => {
    expect(obsidianAddress("/home/a/保管庫/", "計画/A & B.md")).toBe(
      `obsidian://open?path=${encodeURIComponent("/home/a/保管庫/計画/A & B.md")}`,
    );
    expect(obsidianAddress("C:\\Users\\a\\Vault", "Plans/A.md")).toBe(
      `obsidian://open?path=${encodeURIComponent("C:\\Users\\a\\Vault\\Plans\\A.md")}`,
    );
  });

  it("move with their folder, and only with their own", () => {
    expect(inFolder("Hisho/Plans/A.md", "Hisho/Plans", "計画/")).toBe("計画/A.md");
    expect(inFolder("Hisho/Planset/A.md", "Hisho/Plans", "計画")).toBe("Hisho/Planset/A.md");
  });

  it("refuse what is no folder inside the vault", () => {
    expect(folderProblem("  ")).toBe("required");
    expect(folderProblem("/")).toBe("required");
    expect(folderProblem("/etc")).toBe("format");
    expect(folderProblem("C:\\x")).toBe("format");
    expect(folderProblem("a/../b")).toBe("format");
    expect(folderProblem("Hisho/プラン")).toBeNull();
  });
});
