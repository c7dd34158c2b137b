/// Ticking must never tick another line than the one that was meant, and never lose what it could not do.
import { describe, expect, it, vi } from "vitest";
import { CommandFailure } from "@/platform/host";
import { NEW_LINE_MS, tickedMark, TickQueue, tickSeen, type TickSource } from "./ticks";

/** A note on a host that ticks like the Tasks plugin: a task that recurs leaves a new one in the line above. */
function note(text: string) {
  let lines = text.split("\n");
  const hash = () => `h:${lines.join("\n")}`;
  const shown: string[][] = [];
  const failures: unknown[] = [];
  const moves: string[] = [];
  const clock = { now: 0 };
  const source: TickSource = {
    hash,
    async tick(given, line) {
      if (given !== hash()) throw new CommandFailure({ code: "stale", message: "", params: { entity: "note" } });
      const task = lines[line] ?? "";
      if (!task.includes("[ ]")) throw new CommandFailure({ code: "invalid", message: "", params: {} });
      const done = task.replace("[ ]", "[x]");
      lines = task.includes("🔁") ? lines.toSpliced(line, 1, task, done) : lines.with(line, done);
      return { hash: hash(), line: task.includes("🔁") ? line + 1 : line };
    },
    reload: async () => hash(),
    show: (marks) => shown.push([...marks].map(([line, mark]) => `${line}${mark}`)),
    failed: (why) => failures.push(why),
    moved: (from, to) => moves.push(`${from}>${to}`),
    now: () => clock.now,
  };
  return { source, shown, failures, moves, clock, text: () => lines.join("\n"), change: (next: string) => (lines = next.split("\n")) };
}

const settled = (queue: { shown: string[][] }) => vi.waitFor(() => expect(queue.shown.at(-1)).toEqual([]));

describe("ticking", () => {
  it("is shown at once and one after the other", async () => {
    const it = note("- [ ] a\n- [ ] b");
    const queue = new TickQueue(it.source);
    queue.tick(0, " ");
    queue.tick(1, " ");
    queue.tick(1, " ");
    expect(it.shown.at(-1)).toEqual(["0x", "1x"]);
    await settled(it);
    expect(it.text()).toBe("- [x] a\n- [x] b");
    expect(it.failures).toEqual([]);
  });

  it("ticks the task that was meant, also after one above it has put in a line", async () => {
    const it = note("- [ ] water 🔁 every day\n- [ ] b\n- [ ] c");
    const queue = new TickQueue(it.source);
    queue.tick(0, " ");
    queue.tick(2, " ");
    await settled(it);
    expect(it.text()).toBe("- [ ] water 🔁 every day\n- [x] water 🔁 every day\n- [ ] b\n- [x] c");
  });

  it("leaves the next occurrence alone while the pointer is still where the ticked task was", async () => {
    const it = note("- [ ] water 🔁 every day\n- [ ] b");
    const queue = new TickQueue(it.source);
    queue.tick(0, " ");
    queue.tick(0, " ");
    await settled(it);
    queue.tick(0, " ");
    expect(it.moves).toEqual(["0>1"]);
    queue.tick(2, " ");
    await settled(it);
    expect(it.text()).toBe("- [ ] water 🔁 every day\n- [x] water 🔁 every day\n- [x] b");
    it.clock.now += NEW_LINE_MS;
    queue.tick(0, " ");
    await settled(it);
    expect(it.text()).toBe("- [ ] water 🔁 every day\n- [x] water 🔁 every day\n- [x] water 🔁 every day\n- [x] b");
  });

  it("stops at the first that fails, tells it, and goes on with what comes later", async () => {
    const it = note("- [x] a\n- [ ] b");
    const queue = new TickQueue(it.source);
    queue.tick(0, " ");
    queue.tick(1, " ");
    await settled(it);
    expect(it.failures).toHaveLength(1);
    expect(it.text()).toBe("- [x] a\n- [ ] b");
    queue.tick(1, " ");
    await settled(it);
    expect(it.text()).toBe("- [x] a\n- [x] b");
  });

  it.each([
    [" ", "x"],
    ["/", "x"],
    ["x", " "],
    ["X", " "],
    ["-", " "],
  ])("of a box with “%s” shows “%s”", (before, after) => expect(tickedMark(before)).toBe(after));
});

describe("ticking what is shown elsewhere", () => {
  it("is refused when the line says something else by now", async () => {
    const tick = vi.fn(async () => undefined);
    const source = async () => ({ text: "new line\n- [ ] a", hash: "h" });
    await expect(tickSeen("- [ ] a", 0, source, tick)).rejects.toMatchObject({ code: "stale" });
    expect(tick).not.toHaveBeenCalled();
    await tickSeen("- [ ] a", 1, source, tick);
    expect(tick).toHaveBeenCalledWith("h", 1);
  });
});
