/// An Enter that may come before the answer to what was typed: it waits for that answer, so that fast fingers open
/// what they named and not what was on the screen before.
import { useEffect, useEffectEvent, useRef, useState } from "react";

export interface Enter {
  /** Enter was pressed. */
  press: () => void;
  /** Something else was typed, which another Enter is for. */
  forget: () => void;
}

/** Does `act` once per Enter, as soon as what was typed has been `answered`. */
export function useEnter(answered: boolean, act: () => void): Enter {
  const [pressed, setPressed] = useState<object | null>(null);
  const done = useRef<object | null>(null);
  const now = useEffectEvent(act);
  useEffect(() => {
    if (pressed === null || pressed === done.current || !answered) return;
    done.current = pressed;
    now();
  }, [pressed, answered]);
  return { press: () => setPressed({}), forget: () => setPressed(null) };
}
