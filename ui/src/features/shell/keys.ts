/// How the keys of shortcuts are called on this system.

/** The sign of the key that shortcuts are pressed with. */
export function modifierName(): string {
  return /Mac|iPhone|iPad/.test(navigator.userAgent) ? "⌘" : "Ctrl+";
}
