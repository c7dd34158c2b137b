/// What the reading side of the vault shows in its two places.
export { NoteView } from "../NoteView";
export { NotePanel } from "./NotePanel";
