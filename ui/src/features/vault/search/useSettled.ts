/// A value that has stayed the same for a while; for fields whose every letter would else be a question.
import { useEffect, useState } from "react";

/** `value` once it has not changed for `quiet` milliseconds; an empty one at once. */
export function useSettled(value: string, quiet: number): string {
  const [settled, setSettled] = useState(value);
  useEffect(() => {
    const timer = setTimeout(() => setSettled(value), value === "" ? 0 : quiet);
    return () => clearTimeout(timer);
  }, [value, quiet]);
  return settled;
}
