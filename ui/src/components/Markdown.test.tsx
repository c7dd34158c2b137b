/// Markdown is text from anywhere: nothing in it may run, fetch or leave by itself.
import { cleanup, fireEvent, render } from "@testing-library/react";
import { afterEach, describe, expect, it, vi } from "vitest";
import { HostProvider, type Host } from "@/platform";
import { Markdown } from "./Markdown";
import { TooltipProvider } from "./Tooltip";

afterEach(cleanup);

function draw(text: string, onLink?: (target: string) => void) {
  const openExternal = vi.fn(async () => true);
  const host = { kind: "browser", openExternal } as unknown as Host;
  const { container } = render(
    <HostProvider value={host}>
      <TooltipProvider>
        <Markdown text={text} onLink={onLink} />
      </TooltipProvider>
    </HostProvider>,
  );
  return { container, openExternal, link: () => container.querySelector("a") as HTMLAnchorElement };
}

const ATTACKS = [
  "<script>window.hit = 1</script>",
  "<img src=x onerror='window.hit=1'>",
  "<svg onload=alert(1)>",
  "<iframe src='https://example.org'></iframe>",
  "<style>body{display:none}</style>",
  "<a href='javascript:alert(1)'>x</a>",
  "<form action='https://example.org'><input name=a></form>",
  "[x](javascript:alert(1))",
  "[x](JaVaScRiPt:alert(1))",
  "[x](&#106;avascript:alert(1))",
  "[x](java\tscript:alert(1))",
  "[x](data:text/html;base64,PHNjcmlwdD4=)",
  "[x](vbscript:x)",
  "[x](file:///etc/passwd)",
  "![x](javascript:alert(1))",
  "![x](https://example.org/pixel.png)",
  "![x][r]\n\n[r]: https://example.org/pixel.png",
  "<javascript:alert(1)>",
  "[[javascript:alert(1)|x]]",
  "[[\"><img src=x onerror=alert(1)>]]",
  "```html\n<script>alert(1)</script>\n```",
  "x[^1]\n\n[^1]: <img src=x onerror=alert(1)>",
  "| a |\n|---|\n| <script>alert(1)</script> |",
];

describe("attacks", () => {
  it.each(ATTACKS)("%j", (attack) => {
    const { container } = draw(`before\n\n${attack}\n\nafter`, () => undefined);
    expect(container.querySelector("script, img, iframe, svg[onload], style, form, object, embed, link, base, meta, video, audio")).toBeNull();
    for (const element of container.querySelectorAll("*")) {
      for (const { name, value } of element.attributes) {
        expect(name).not.toMatch(/^on/i);
        if (/^(href|src|action|formaction|xlink:href)$/i.test(name)) expect(value).not.toMatch(/^\s*(javascript|data|vbscript|file):/i);
      }
    }
    expect(container.textContent).toContain("before");
    expect(container.textContent).toContain("after");
  });
});

describe("links", () => {
  it("open outside through the host only", () => {
    const { link, openExternal } = draw("[site](https://example.org/a)");
    expect(fireEvent.click(link())).toBe(false);
    expect(openExternal).toHaveBeenCalledWith("https://example.org/a");
  });

  it.each([
    ["[[議事録]]", "議事録", "議事録"],
    ["[[仕事/議事録|先週の話]]", "仕事/議事録", "先週の話"],
    ["[[A#B]]", "A#B", "A > B"],
    ["![[図]]", "図", "図"],
    ["[other](sub/%E4%BC%9A%E8%AD%B0.md)", "sub/会議.md", "other"],
    ["| a |\n|---|\n| [[x\\|y]] |", "x", "y"],
  ])("%s leads to another note", (text, target, words) => {
    const onLink = vi.fn();
    const { link, openExternal } = draw(text, onLink);
    expect(link().textContent).toBe(words);
    fireEvent.click(link());
    expect(onLink).toHaveBeenCalledWith(target);
    expect(openExternal).not.toHaveBeenCalled();
  });

  it("are words only where nothing follows them", () => {
    const { container } = draw("[[note]]");
    expect(container.querySelector("a")).toBeNull();
    expect(container.textContent).toBe("note");
  });

  it("are not looked for in code", () => {
    const { container } = draw("`[[x]]`", () => undefined);
    expect(container.querySelector("a")).toBeNull();
    expect(container.textContent).toBe("[[x]]");
  });
});

it("names an image instead of fetching it", () => {
  expect(draw("![売上の図](https://example.org/a.png)").container.textContent).toContain("売上の図");
});

it("gives a note's headings their place below the page's own", () => {
  const { container } = draw("# a\n\n## b\n\n###### c");
  expect(container.querySelector("h1")).toBeNull();
  expect([...container.querySelectorAll("h2,h3,h6")].map((heading) => heading.textContent)).toEqual(["a", "b", "c"]);
});

it("labels the boxes of tasks", () => {
  const { container } = draw("- [x] a\n- [ ] b");
  expect([...container.querySelectorAll("input")].map((box) => [box.checked, box.disabled, box.getAttribute("aria-label") !== null])).toEqual([
    [true, true, true],
    [false, true, true],
  ]);
});
