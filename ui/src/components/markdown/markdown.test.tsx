/// Markdown reads as in Obsidian: what a person sees of each of its marks.
import { cleanup, fireEvent, render, waitFor } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HostProvider, type Host } from "@/platform";
import { Markdown, type MarkdownProps } from "../Markdown";
import { TooltipProvider } from "../Tooltip";
import { withoutComments } from "./comments";
import { drawFormula } from "./formula";
import { piecesOf } from "./pieces";

afterEach(cleanup);

function draw(text: string, props: Partial<MarkdownProps> = {}) {
  const host = { kind: "browser", openExternal: vi.fn(async () => true) } as unknown as Host;
  return render(
    <HostProvider value={host}>
      <TooltipProvider>
        <Markdown text={text} {...props} />
      </TooltipProvider>
    </HostProvider>,
  ).container;
}

/** What is drawn, as short markup: names, the marks that matter, and text. */
function shape(text: string, props: Partial<MarkdownProps> = {}): string {
  return draw(text, props).querySelector(".prose")?.innerHTML ?? "";
}

describe("callouts", () => {
  it.each([
    ["note", "note"], ["abstract", "abstract"], ["summary", "abstract"], ["TLDR", "abstract"], ["info", "info"], ["todo", "todo"],
    ["tip", "tip"], ["hint", "tip"], ["important", "tip"], ["success", "success"], ["check", "success"], ["done", "success"],
    ["question", "question"], ["help", "question"], ["faq", "question"], ["warning", "warning"], ["caution", "warning"], ["attention", "warning"],
    ["failure", "failure"], ["fail", "failure"], ["missing", "failure"], ["danger", "danger"], ["error", "danger"], ["bug", "bug"],
    ["example", "example"], ["quote", "quote"], ["cite", "quote"], ["constructor", "note"], ["myown", "note"],
  ])("[!%s] looks like %s", (kind, look) => {
    expect(draw(`> [!${kind}]\n> body`).querySelector(".callout")?.getAttribute("data-look")).toBe(look);
  });

  it("have the kind for a title unless they bring one, with its marks", () => {
    const titles = draw("> [!warning]\n> a\n\n> [!tip|wide] Mind **this** [[note]]\n> b\n\n> [!faq]- Folded", { onLink: () => undefined });
    expect([...titles.querySelectorAll(".callout-head")].map((head) => head.textContent)).toEqual(["Warning", "Mind this note", "Folded"]);
    expect(titles.querySelector(".callout-head strong")?.textContent).toBe("this");
  });

  it("fold as they say, and hold others", () => {
    const drawn = draw("> [!note]- closed\n> a\n\n> [!note]+ open\n> a\n> > [!tip] inner\n> > b");
    expect([...drawn.querySelectorAll("details")].map(({ open }) => open)).toEqual([false, true]);
    expect(drawn.querySelector("details[open] .callout[data-look=tip]")?.textContent).toContain("b");
  });

  it("are only what begins with the sign", () => {
    const drawn = draw("> text [!note]\n\n> quoted");
    expect(drawn.querySelector(".callout")).toBeNull();
    expect(drawn.querySelectorAll("blockquote")).toHaveLength(2);
  });
});

describe("marks", () => {
  it.each([
    ["a ==marked **bold**== b", "<mark>marked <strong>bold</strong></mark>"],
    ["==日本語==", "<mark>日本語</mark>"],
    ["H<sub>2</sub>O <u>x</u>", "H<sub>2</sub>O <u>x</u>"],
    ["~~gone~~ ~stays~", "<del>gone</del> ~stays~"],
  ])("%s", (text, markup) => expect(shape(text).replace(/ data-line="\d+"/g, "")).toContain(markup));

  it.each(["a == b == c", "`==x==`", "====", "a ==b"])("%j is not marked", (text) => expect(draw(text).querySelector("mark")).toBeNull());

  it("keep the ends of lines where they are asked for", () => {
    expect(draw("one\ntwo", { breaks: true }).querySelectorAll("br")).toHaveLength(1);
    expect(draw("one\ntwo").querySelector("br")).toBeNull();
  });
});

describe("comments", () => {
  it.each([
    ["a %%hidden%% b", "a  b"],
    ["a\n%%\nhidden\n\nmore\n%%\nb", "a\n\n\n\n\n\nb"],
    ["`%%kept%%`", "`%%kept%%`"],
    ["```\n%%kept%%\n```\nx", "```\n%%kept%%\n```\nx"],
    ["50%% of it", "50%% of it"],
    ["a\n%% open\nto the end", "a\n\n"],
    ["no marks", "no marks"],
  ])("%j reads %j", (text, seen) => expect(withoutComments(text).trimEnd()).toBe(seen.trimEnd()));

  it("keep every line its number", () => {
    const text = "# a\n%%\nx\n%%\n- [ ] task";
    expect(withoutComments(text).split("\n")).toHaveLength(text.split("\n").length);
    expect(draw(text).querySelector("input")?.getAttribute("data-line") ?? draw(text).querySelector("li")?.getAttribute("data-line")).toBe("4");
  });
});

describe("tags", () => {
  const tags = (text: string) => [...draw(text, { onTag: () => undefined }).querySelectorAll(".tag")].map((tag) => tag.textContent);
  it.each([
    ["#読書 and #a/b-c_d", ["#読書", "#a/b-c_d"]],
    ["#1984 #y1984", ["#y1984"]],
    ["a#b (#c) `#d`", []],
    ["#設計、続き", ["#設計、続き"]],
    ["**#bold**", []],
    ["[#x](https://example.org)", []],
  ])("%s", (text, found) => expect(tags(text)).toEqual(found));

  it("lead to their notes", () => {
    const onTag = vi.fn();
    fireEvent.click(draw("- #読書/記録", { onTag }).querySelector(".tag") as Element);
    expect(onTag).toHaveBeenCalledWith("読書/記録");
  });
});

describe("tasks", () => {
  it("have the mark that is written, and know their line", () => {
    const boxes = draw("- [ ] a\n- [x] b\n1. [/] c\n> - [?] d\n- [\\]] no", { firstLine: 10, onTick: () => undefined }).querySelectorAll("input");
    expect([...boxes].map((box) => [box.dataset["mark"], box.indeterminate ? "mixed" : box.checked, box.getAttribute("aria-label")])).toEqual([
      [" ", false, "a"],
      ["x", true, "b"],
      ["/", "mixed", "c"],
      ["?", "mixed", "d"],
    ]);
  });

  it("are ticked by the line of the file, and show what is under way", () => {
    const onTick = vi.fn();
    const drawn = draw("x\n\n- [ ] a\n  - [ ] **b** [[c]]", { firstLine: 7, onTick, marks: new Map([[9, "x"]]) });
    const [first, second] = drawn.querySelectorAll("input");
    expect(first?.checked).toBe(true);
    fireEvent.click(second as Element);
    expect(onTick).toHaveBeenCalledWith(10);
    expect(second?.getAttribute("aria-label")).toBe("b c");
  });

  it("cannot be ticked where nobody listens", () => expect(draw("- [ ] a").querySelector("input")?.disabled).toBe(true));
});

describe("links", () => {
  it("are shown as leading nowhere where they do", () => {
    const links = draw("[[here]] [[gone|言葉]]", { onLink: () => undefined, isMissing: (target) => target === "gone" }).querySelectorAll("a");
    expect([...links].map((link) => link.hasAttribute("data-missing"))).toEqual([false, true]);
  });

  it.each([
    ["[[a_b_c]]", "a_b_c"],
    ["[[https://example.org/x]]", "https://example.org/x"],
    ["[[a [b] c]]", "a [b] c"],
    ["[[outer [[inner]]", "inner"],
    ["[[$x$]] and [[y]]", "$x$"],
  ])("%s leads to %s", (text, target) => {
    const onLink = vi.fn();
    fireEvent.click(draw(text, { onLink }).querySelector("a") as Element);
    expect(onLink).toHaveBeenCalledWith(target);
  });

  it.each(["[[]]", "[[a\nb]]", "[[a]"])("%j is no link", (text) => expect(draw(text, { onLink: () => undefined }).querySelector("a")).toBeNull());

  it("keep the reader on the page when they follow a footnote, also with two texts on it", () => {
    const onLink = vi.fn();
    const [first, second] = [draw("a[^1]\n\n[^1]: one", { onLink }), draw("b[^1]^[two]\n\n[^1]: other", { onLink })];
    fireEvent.click(second.querySelector("a[data-footnote-ref]") as Element);
    expect(second.querySelector("section li")?.contains(document.activeElement)).toBe(true);
    expect(onLink).not.toHaveBeenCalled();
    const ids = [...first.querySelectorAll("[id]"), ...second.querySelectorAll("[id]")].map(({ id }) => id);
    expect(new Set(ids).size).toBe(ids.length);
    expect(second.querySelectorAll("section li")).toHaveLength(2);
  });
});

it("hides the ids of blocks", () => {
  const drawn = draw("text ^one-1\n\n- item ^two\n\n| a |\n|---|\n| b |\n\n^three");
  expect(drawn.textContent).not.toContain("^");
  expect([...drawn.querySelectorAll("p, li")].filter((block) => !block.hasAttribute("hidden")).map((block) => block.textContent?.trim())).toEqual(["text", "item"]);
});

it("draws embeds and local pictures by whoever knows the vault, and names remote ones", () => {
  const Embed = ({ target, words }: { target: string; words: string }) => <b>{`${target}/${words}`}</b>;
  const drawn = draw("![[note#part]] ![[図.png|100x145]]\n\n![250](a%20b.png) ![x](https://example.org/y.png)", { Embed });
  expect([...drawn.querySelectorAll("b")].map((place) => place.textContent)).toEqual(["note#part/", "図.png/100x145", "a b.png/250"]);
  expect(drawn.querySelector("img")).toBeNull();
  expect(drawn.querySelector("p b")).toBeNull();
});

describe("formulas", () => {
  it.each([
    ["costs $5 and $10", 0],
    ["$ a$ and $a $", 0],
    ["$5 **and** $10", 0],
    ["$e^{i\\pi}$ and $$x$$", 2],
    ["$$\nx^2\n$$", 1],
    ["`$x$`", 0],
  ])("%s", async (text, count) => {
    const drawn = draw(text);
    // Money stands there at once; a formula is empty until what draws it has been loaded.
    if (count === 0) expect(drawn.textContent).toBe(text.replaceAll("**", "").replaceAll("`", ""));
    await waitFor(() => expect(drawn.querySelectorAll("math")).toHaveLength(count));
    if (text.includes("**")) expect(drawn.querySelector("strong")?.textContent).toBe("and");
  });

  it("are drawn without styles, links or scripts, whatever they say", () => {
    const place = document.createElement("span");
    for (const source of ["\\frac{1}{2}", "\\href{javascript:alert(1)}{x}", "\\htmlStyle{color:red}{x}", "\\colorbox{red}{x}", "\\includegraphics{https://example.org/x.png}", "\\color{red}x"]) {
      drawFormula(place, source, true);
      expect(place.querySelector("a, img, script, [onclick]")).toBeNull();
      expect(place.innerHTML).not.toMatch(/ style=|javascript:alert\(1\)"/);
    }
  });

  it("that cannot be read show what is written, and why", async () => {
    const drawn = draw("$\\frac{$");
    await waitFor(() => expect(drawn.querySelector(".formula-problem")?.textContent).toBe("\\frac{"));
    expect(drawn.querySelector(".formula-problem")?.getAttribute("title")).not.toBe("");
  });
});

it("colours code of a language it knows and leaves all other as it is", async () => {
  const drawn = draw("```rust\nfn main() {}\n```\n\n```nonsense\nfn main() {}\n```");
  await waitFor(() => expect(drawn.querySelector(".hljs-keyword")?.textContent).toBe("fn"));
  expect([...drawn.querySelectorAll("pre")].map((code) => code.textContent?.trim())).toEqual(["fn main() {}", "fn main() {}"]);
});

describe("long texts", () => {
  const block = (index: number) =>
    [`## Heading ${index}`, `Words of ${index} with a [link][l] and a note[^n${index}].`, "- a\n\n  still a\n\n- b", "> quoted\n> more", "```\n\n# no heading\n\n```", "$$\na\n\nb\n$$", `[^n${index}]: note ${index}`, "1. one\n\n   two"][index % 8] ?? "";
  const text = `${Array.from({ length: 96 }, (_, index) => block(index)).join("\n\n")}\n\n[l]: https://example.org`;

  it("are cut between blocks only, and nothing is lost", () => {
    const pieces = piecesOf(text, 300);
    expect(pieces.length).toBeGreaterThan(5);
    const rows = text.split("\n");
    let line = 0;
    for (const piece of pieces) {
      expect(piece.line).toBe(line);
      expect(piece.text.startsWith(rows.slice(line, line + piece.lines).join("\n"))).toBe(true);
      line += piece.lines;
    }
    expect(line).toBe(rows.length);
  });

  it("look in pieces as they do whole", () => {
    const whole = draw(text, { onLink: () => undefined });
    const inPieces = piecesOf(text, 300).map((piece) => draw(piece.text, { onLink: () => undefined, firstLine: piece.line }));
    const seen = (roots: Element[], what: string) => roots.flatMap((root) => [...root.querySelectorAll(`.prose > ${what}`)]).map((element) => element.textContent);
    for (const what of ["h3", "pre", ".code-block", "blockquote", "ul", "ol", ".formula"]) expect(seen(inPieces, what)).toEqual(seen([whole], what));
    expect(inPieces.flatMap((root) => [...root.querySelectorAll("a[href^=http]")])).toHaveLength(whole.querySelectorAll("a[href^=http]").length);
  });
});

it("reads any text whatever without failing", () => {
  // A fixed seed, so that a failure can be seen again.
  let seed = 20_260_101;
  const next = (below: number) => (seed = (seed * 1_103_515_245 + 12_345) & 0x7fffffff) % below;
  const parts = ["[[", "]]", "![[", "|", "#", "==", "%%", "$", "$$", "`", "```", "> [!x]", "- [", "] ", "^[", "^id", "\n", "\n\n", "あ", " ", "**", "_", "<b>", "</b>", "<", "\\", "[^1]", "[^1]: ", "| a |\n|-|\n", "\t"];
  for (let round = 0; round < 150; round += 1) {
    const text = Array.from({ length: 40 }, () => parts[next(parts.length)]).join("");
    expect(() => draw(text, { onLink: () => undefined, onTag: () => undefined, onTick: () => undefined, breaks: true })).not.toThrow();
    cleanup();
  }
});
