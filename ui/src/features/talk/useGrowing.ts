/// Lets a long text grow on the screen a piece at a time, so that no piece keeps the page from answering to its
/// person, however fast it comes and however slow the machine is. Must not know how a text is drawn.
import { useEffect, useRef, useState } from "react";

/** So much is shown at once. */
const FIRST = 1_500;
const LEAST = 150;
const MOST = 4_000;
/** What drawing one piece is to take, in milliseconds. */
const AIM_MS = 24;

/** How many letters the next piece has, after one of `step` took `tookMs`. */
export function nextStep(step: number, tookMs: number): number {
  const wanted = (step * AIM_MS) / Math.max(tookMs, 1);
  // Slower at once, faster little by little: one quick piece says little about the next.
  return Math.round(Math.min(MOST, Math.max(LEAST, Math.min(wanted, step * 1.5))));
}

/** The text up to a length, without half a letter at its end. */
export function upTo(text: string, length: number): string {
  const last = text.charCodeAt(length - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? length + 1 : length);
}

/** As much of the text as is to be shown now; all of it in the end. */
export function useGrowing(text: string): string {
  const [shown, setShown] = useState(FIRST);
  const pace = useRef({ step: FIRST, began: 0 });
  const isBehind = shown < text.length;
  useEffect(() => {
    const { current } = pace;
    if (current.began > 0) current.step = nextStep(current.step, performance.now() - current.began);
    current.began = 0;
    if (!isBehind) return undefined;
    const grow = () => {
      current.began = performance.now();
      setShown((before) => before + current.step);
    };
    // A window that is not seen draws no pictures, and need not be quick.
    const frame = requestAnimationFrame(grow);
    return () => cancelAnimationFrame(frame);
  }, [shown, isBehind]);
  return isBehind ? upTo(text, shown) : text;
}
