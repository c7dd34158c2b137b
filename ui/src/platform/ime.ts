/// The one guard that tells a key pressed for the app from a key pressed for an input method.

/** What the guard looks at; a DOM `KeyboardEvent` has it. */
export interface ComposingKey {
  readonly isComposing: boolean;
  readonly keyCode: number;
}

/**
 * Whether a key belongs to an input method. On macOS the Enter that confirms a conversion reports
 * `isComposing: false` and only its key code 229 gives it away. Takes a DOM event or React's wrapping of one.
 */
export function isComposing(event: ComposingKey | { readonly nativeEvent: ComposingKey }): boolean {
  const key = "nativeEvent" in event ? event.nativeEvent : event;
  return key.isComposing || key.keyCode === 229;
}
