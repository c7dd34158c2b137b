/// How the one who opened a note by its name gives it the focus, though it may be shown only later. Must not know how
/// a note is shown.

let wanted: string | null = null;
let shown: { path: string; focus: () => void } | null = null;

/** Gives the focus to the note at `path`: now when it is on the screen, else as soon as it is. */
export function focusNote(path: string): void {
  wanted = shown?.path === path ? null : path;
  if (wanted === null) shown?.focus();
}

/** The shown note tells how it takes the focus. Gives the function that takes it back. */
export function onNoteFocus(path: string, focus: () => void): () => void {
  const mine = { path, focus };
  shown = mine;
  if (wanted === path) focus();
  wanted = null;
  return () => {
    if (shown === mine) shown = null;
  };
}
