/// Owns ticking the tasks of a note: one after the other, each against the text the one before left, shown at once and
/// taken back when it fails. Must not know React.
import type { NoteSource } from "./shapes";
import { CommandFailure } from "@/platform/host";

/** What ticking a line gave: the file's new hash, and the line the task stands in now. */
export interface Ticked {
  hash: string;
  line: number;
}

export interface TickSource {
  /** The hash of the text that is on the screen. */
  hash: () => string;
  /** Ticks a line of the text with this hash, whose box shows `mark`. */
  tick: (hash: string, line: number, mark: string) => Promise<Ticked>;
  /** Reads the note anew and gives its hash. */
  reload: () => Promise<string>;
  /** Called with the marks to be shown whenever they change. */
  show: (marks: ReadonlyMap<number, string>) => void;
  failed: (why: unknown) => void;
  /** Called when a ticked task stands elsewhere, behind new lines, in the text with this hash. */
  moved: (from: number, to: number, hash: string) => void;
  /** A clock, in milliseconds. */
  now: () => number;
}

/** How long a line that has just come into being cannot be ticked, in milliseconds: it stands where the pointer still is. */
export const NEW_LINE_MS = 1_000;

/** Whether the box was open, so that ticking it back leaves what was there. */
export function isOpenMark(mark: string): boolean {
  return tickedMark(mark) === "x";
}

/** The mark that a tick is going to leave, until the host says which. */
export function tickedMark(mark: string): string {
  return mark === "x" || mark === "X" || mark === "-" ? " " : "x";
}

/** Ticks that wait for each other. */
export class TickQueue {
  readonly #source: TickSource;
  #waiting: { line: number; mark: string; before: string }[] = [];
  #fresh: { from: number; to: number; until: number } | null = null;
  #running = false;

  constructor(source: TickSource) {
    this.#source = source;
  }

  /** Ticks the task of a line that shows `mark`. A line that waits already, or has just come into being, is left alone. */
  tick(line: number, mark: string): void {
    if (this.#waiting.some((waiting) => waiting.line === line)) return;
    if (this.#fresh !== null && line >= this.#fresh.from && line < this.#fresh.to && this.#source.now() < this.#fresh.until) return;
    this.#waiting.push({ line, mark: tickedMark(mark), before: mark });
    this.#show();
    if (!this.#running) void this.#run();
  }

  #show(): void {
    this.#source.show(new Map(this.#waiting.map(({ line, mark }) => [line, mark])));
  }

  async #run(): Promise<void> {
    this.#running = true;
    let hash = this.#source.hash();
    for (let first = this.#waiting[0]; first !== undefined; first = this.#waiting[0]) {
      let stands = first.line;
      try {
        const { hash: next, line } = await this.#source.tick(hash, first.line, first.before);
        stands = line;
        if (stands > first.line) this.#source.moved(first.line, stands, next);
        hash = next;
        // A task that recurs puts a line before itself; what waits below has moved with it.
        const moved = line - first.line;
        const at = first.line;
        this.#waiting = this.#waiting.map((waiting) => (waiting !== first && waiting.line > at ? { ...waiting, line: waiting.line + moved } : waiting));
      } catch (why) {
        this.#waiting = [first];
        this.#source.failed(why);
      }
      // What was ticked stays shown until the note itself says so.
      hash = await this.#source.reload().catch(() => hash);
      this.#waiting.shift();
      this.#show();
      if (stands > first.line) {
        this.#fresh = { from: first.line, to: stands, until: this.#source.now() + NEW_LINE_MS };
      }
    }
    this.#running = false;
  }
}

/** Ticks a line of a note that is shown elsewhere, if the line still says what was seen; else it is `stale`. */
export async function tickSeen(
  seen: string,
  line: number,
  source: () => Promise<NoteSource>,
  tick: (hash: string, line: number) => Promise<unknown>,
): Promise<void> {
  const { text, hash } = await source();
  if (!text.split("\n")[line]?.includes(seen)) throw new CommandFailure({ code: "stale", message: "the line has changed", params: { entity: "note" } });
  await tick(hash, line);
}
