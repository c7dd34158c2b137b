/// Which key presses mean undo and redo. Must not know what is undone.
import { isComposing, type ComposingKey } from "@/platform/ime";

/** What is looked at of a key press; a DOM `KeyboardEvent` has it. */
export interface HistoryKey extends ComposingKey {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
  readonly defaultPrevented: boolean;
  readonly target: EventTarget | null;
}

/** Inputs in which nothing is typed, so that the keys are free there. */
const NOT_TYPED = new Set(["button", "checkbox", "radio", "range", "color", "file", "image", "reset", "submit"]);

/** Whether somebody types where the focus is; such a field has an undo of its own. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  if (target instanceof HTMLInputElement) return !NOT_TYPED.has(target.type);
  return target instanceof HTMLTextAreaElement || target.closest('[contenteditable]:not([contenteditable="false"])') !== null;
}

/** What a key press asks for: Ctrl/⌘-Z or Shift-Ctrl/⌘-Z outside of fields, input methods and open dialogs; else null. */
export function historyKey(event: HistoryKey): "undo" | "redo" | null {
  if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || event.altKey) return null;
  if (event.defaultPrevented || isComposing(event) || isTyping(event.target)) return null;
  // What lies behind an open dialog is not seen, and what is not seen is not to change.
  if (document.querySelector('[role="dialog"], [role="alertdialog"]') !== null) return null;
  return event.shiftKey ? "redo" : "undo";
}
