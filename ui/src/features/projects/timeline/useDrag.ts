/// Dragging a bar or its end along the line, day by day, with the pointer captured. Must not know what a day means.
import { useRef, type PointerEvent } from "react";

export type Grip = "whole" | "end";

export interface DragSteps {
  /** Another whole number of days from where it began; called once for each. */
  onDays: (days: number) => void;
  /** Let go there; 0 days when it never left its place. */
  onDrop: (days: number) => void;
  /** Taken back by Escape or by the system. */
  onCancel: () => void;
}

export interface DragHandlers {
  onPointerDown: (event: PointerEvent<HTMLElement>) => void;
}

/** Gives the handlers of something that is dragged along a line with days of this width. */
export function useDrag(dayPx: number, { onDays, onDrop, onCancel }: DragSteps): DragHandlers {
  const stop = useRef<(() => void) | null>(null);
  return {
    onPointerDown: (event) => {
      if (event.button !== 0 || stop.current !== null) return;
      event.stopPropagation();
      const grip = event.currentTarget;
      const [pointer, begin] = [event.pointerId, event.clientX];
      let days = 0;
      const move = (to: globalThis.PointerEvent) => {
        if (to.pointerId !== pointer) return;
        const now = Math.round((to.clientX - begin) / dayPx);
        if (now === days) return;
        days = now;
        onDays(days);
      };
      const end = () => {
        stop.current?.();
        onDrop(days);
      };
      const cancel = () => {
        stop.current?.();
        onCancel();
      };
      const key = (pressed: KeyboardEvent) => {
        if (pressed.key !== "Escape") return;
        pressed.preventDefault();
        pressed.stopPropagation();
        cancel();
      };
      grip.setPointerCapture(pointer);
      grip.addEventListener("pointermove", move);
      grip.addEventListener("pointerup", end);
      grip.addEventListener("pointercancel", cancel);
      window.addEventListener("keydown", key, { capture: true });
      stop.current = () => {
        stop.current = null;
        grip.removeEventListener("pointermove", move);
        grip.removeEventListener("pointerup", end);
        grip.removeEventListener("pointercancel", cancel);
        window.removeEventListener("keydown", key, { capture: true });
        if (grip.hasPointerCapture(pointer)) grip.releasePointerCapture(pointer);
      };
    },
  };
}
