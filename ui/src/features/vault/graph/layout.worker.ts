/// Lays out a graph beside the page, so that the page stays quick. Knows nothing but `layOut`.
import { layOut, type PlainGraph } from "./layout";

/** What the worker is given. */
export interface LayoutWanted extends PlainGraph {
  /** Places of an earlier time, NaN where there is none; null when there are none at all. */
  known: Float32Array | null;
}

/** What it tells. */
export interface LayoutFound {
  places: Float32Array;
  done: boolean;
}

/** Between two pictures of the work, in milliseconds. */
const PICTURE_MS = 700;

self.addEventListener("message", ({ data }: MessageEvent<LayoutWanted>) => {
  let last = performance.now();
  layOut(data, data.known, (places, done) => {
    const now = performance.now();
    if (done || now - last >= PICTURE_MS) {
      last = now;
      self.postMessage({ places, done } satisfies LayoutFound, { transfer: [places.buffer] });
    }
    return true;
  });
});
