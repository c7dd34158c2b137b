import { afterEach, describe, expect, it } from "vitest";
import { findPassage, selectedWithin } from "./passage";

function page(html: string): HTMLElement {
  const root = document.createElement("article");
  root.innerHTML = html;
  document.body.append(root);
  return root;
}

afterEach(() => document.body.replaceChildren());

describe("a passage", () => {
  it("is found across marks and lines", () => {
    const root = page("<p>A <strong>brighter</strong> flat</p><p>near the 海辺。</p>");
    expect(findPassage(root, "brighter flat near the 海辺")?.toString()).toBe("brighter flatnear the 海辺");
    expect(findPassage(root, "darker flat")).toBeNull();
    expect(findPassage(root, "…")).toBeNull();
  });

  it("is what is selected inside, and nothing else", () => {
    const root = page("<p>One two</p>");
    const other = page("<p>Elsewhere</p>");
    const select = (node: Node) => {
      const selection = window.getSelection();
      selection?.removeAllRanges();
      const range = document.createRange();
      range.selectNodeContents(node);
      selection?.addRange(range);
    };
    select(root);
    expect(selectedWithin(root)).toBe("One two");
    expect(selectedWithin(other)).toBe("");
    select(document.body);
    expect(selectedWithin(root)).toBe("");
  });
});
