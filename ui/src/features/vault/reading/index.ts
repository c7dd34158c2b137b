/// What the vault's place shows of the reading side.
export { NotePanel } from "./NotePanel";
export { NoteView } from "./NoteView";
