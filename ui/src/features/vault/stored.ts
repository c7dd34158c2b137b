/// Small choices of the vault's place that outlast the window: which folders are open, which view is on. Losing them
/// loses nothing else. Must not know what they mean.
import { useState } from "react";

/** What was kept under `key`, or `otherwise` where nothing of its kind was. */
export function stored<T>(key: string, otherwise: T, is: (value: unknown) => value is T): T {
  try {
    const value: unknown = JSON.parse(localStorage.getItem(key) ?? "null");
    return is(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

/** Keeps a value; a browser without room or storage just forgets it. */
export function store(key: string, value: unknown): void {
  try {
    localStorage.setItem(key, JSON.stringify(value));
  } catch {
    // The choice lasts as long as the window.
  }
}

/** Keeps nothing under `key` any more. */
export function forget(key: string): void {
  try {
    localStorage.removeItem(key);
  } catch {
    // Nothing was kept where there is no storage.
  }
}

/** A state that is kept; one per key at a time. */
export function useStored<T>(key: string, otherwise: T, is: (value: unknown) => value is T): [T, (next: T) => void] {
  const [value, setValue] = useState(() => stored(key, otherwise, is));
  const set = (next: T) => {
    setValue(next);
    store(key, next);
  };
  return [value, set];
}

/** Whether a value is a list of texts. */
export function isTexts(value: unknown): value is string[] {
  return Array.isArray(value) && value.every((item) => typeof item === "string");
}

/** Whether a value is true or false. */
export function isFlag(value: unknown): value is boolean {
  return typeof value === "boolean";
}

/** Makes the test for one of a few words. */
export function isOneOf<V extends string>(...words: readonly V[]): (value: unknown) => value is V {
  return (value): value is V => (words as readonly unknown[]).includes(value);
}
