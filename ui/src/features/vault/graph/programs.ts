/// How points and lines of a large graph are drawn: less of it while the picture moves, so that it keeps up with the
/// hand also where no graphics card helps. Must not know what the points are.
import { EdgeLineProgram, NodePointProgram, type EdgeProgramType, type NodeProgramType } from "sigma/rendering";
import type { RenderParams } from "sigma/types";
import type { Attributes } from "graphology-types";

/** Milliseconds after the last move until the picture counts as still. */
const STILL_MS = 140;

/** Whether the picture moves, as it is told. */
export class Motion {
  #until: ReturnType<typeof setTimeout> | null = null;
  readonly #still: () => void;

  /** `still` is called whenever a movement has ended. */
  constructor(still: () => void) {
    this.#still = still;
  }

  /** While somebody holds it, it counts as moving from the first move on, however long the hand rests. */
  held = false;

  get moving(): boolean {
    return this.#until !== null;
  }

  /** It has moved just now. */
  moved(): void {
    if (this.#until !== null) clearTimeout(this.#until);
    this.#until = setTimeout(() => {
      if (this.held) return;
      this.#until = null;
      this.#still();
    }, STILL_MS);
  }

  end(): void {
    if (this.#until !== null) clearTimeout(this.#until);
  }
}

/** Points as plain discs. What is under the pointer is drawn in a picture of its own, which nobody asks for in motion. */
export function pointsIn<N extends Attributes>(motion: Motion): NodeProgramType<N> {
  return class extends NodePointProgram<N> {
    override render(params: RenderParams): void {
      const pick = this.pickProgram;
      if (motion.moving) this.pickProgram = null;
      super.render(params);
      this.pickProgram = pick;
    }
  };
}

/** Lines one pixel wide, which are left out in motion. */
export function linesIn<N extends Attributes>(motion: Motion): EdgeProgramType<N> {
  return class extends EdgeLineProgram<N> {
    override render(params: RenderParams): void {
      if (!motion.moving) super.render(params);
    }
  };
}
