import { describe, expect, it } from "vitest";
import { withoutTitle } from "./noteBody";

describe("the text under a note's title", () => {
  it("does not say the title twice, and still knows its lines", () => {
    expect(withoutTitle("# 会議メモ\n\n本文", "会議メモ")).toEqual({ text: "\n本文", lines: 1 });
    expect(withoutTitle("\n# A #\r\ntext", "A")).toEqual({ text: "text", lines: 2 });
    expect(withoutTitle("# A", "A")).toEqual({ text: "", lines: 0 });
  });

  it("keeps any other heading, and text before it", () => {
    for (const body of ["# B\ntext", "## A\ntext", "text\n# A"]) expect(withoutTitle(body, "A")).toEqual({ text: body, lines: 0 });
  });
});
