import { describe, expect, it } from "vitest";
import { withoutTitle } from "./noteBody";

describe("the text under a note's title", () => {
  it("does not say the title twice", () => {
    expect(withoutTitle("# 会議メモ\n\n本文", "会議メモ")).toBe("\n本文");
    expect(withoutTitle("\n# A #\r\ntext", "A")).toBe("text");
    expect(withoutTitle("# A", "A")).toBe("");
  });

  it("keeps any other heading, and text before it", () => {
    expect(withoutTitle("# B\ntext", "A")).toBe("# B\ntext");
    expect(withoutTitle("## A\ntext", "A")).toBe("## A\ntext");
    expect(withoutTitle("text\n# A", "A")).toBe("text\n# A");
  });
});
