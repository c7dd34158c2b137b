/// The one door between the UI and whatever runs the commands. Owns the shape of a host, how a failure looks and
/// which addresses may be opened outside. Must not know React, nor which host is behind it.
import type { CommandError, Commands, ErrorCode, HostEvent } from "@/api/types";

export type CommandName = keyof Commands;
type NameWith<E> = { [N in CommandName]: Commands[N]["effect"] extends E ? N : never }[CommandName];
/** Commands that change nothing. */
export type ReadName = NameWith<"read">;
/** Commands that change something and may be asked for by the program as well as by a person. */
export type WriteName = NameWith<"write">;
/** Commands that need a gesture of the person. */
export type DecideName = NameWith<"decide">;

/** The event by which a person asked for a decision; a DOM event or React's wrapping of one. */
export interface Gesture {
  readonly isTrusted: boolean;
}

/** A program that runs the commands: the desktop window's own process, or one reached over loopback. */
export interface Host {
  readonly kind: "desktop" | "browser";
  /** Runs a command that needs no gesture. Rejects with a {@link CommandFailure}. */
  call<N extends ReadName | WriteName>(name: N, input: Commands[N]["input"]): Promise<Commands[N]["output"]>;
  /** Runs a decision. Rejects with `person_only` unless `gesture` is a trusted event. */
  decide<N extends DecideName>(name: N, input: Commands[N]["input"], gesture: Gesture): Promise<Commands[N]["output"]>;
  /** Hears what the host announces; `null` means that announcements may have been missed, so everything is in doubt. */
  onEvent(hear: (event: HostEvent | null) => void): () => void;
  /** Asks for a folder with the system's own dialog: its path, or null when the person changed their mind. Absent where there is no such dialog. */
  readonly pickFolder?: (title: string) => Promise<string | null>;
  /** Opens an address outside the app. Gives false, and opens nothing, when {@link isOpenable} says no. */
  openExternal(url: string): Promise<boolean>;
}

/** Every code there is; one that the host learns must be written here before this compiles. */
const CODES: Record<ErrorCode, true> = {
  unknown_command: true, bad_input: true, invalid: true, not_found: true, stale: true, refused: true, person_only: true, no_vault: true, vault_unusable: true,
  in_use: true, database_corrupt: true, database_newer: true, database_locked: true, migration_failed: true, backup_damaged: true, import_unusable: true, unanswered: true, io: true, internal: true,
};

/** A command that failed, in the form every host gives it. */
export class CommandFailure extends Error implements CommandError {
  readonly code: ErrorCode;
  readonly params: Record<string, unknown>;

  constructor({ code, message, params }: CommandError) {
    super(message);
    this.name = "CommandFailure";
    this.code = code;
    this.params = params;
  }
}

/** Makes a {@link CommandFailure} of anything that was thrown or sent; what is not one becomes `internal`. */
export function asFailure(thrown: unknown): CommandFailure {
  if (thrown instanceof CommandFailure) return thrown;
  if (typeof thrown === "object" && thrown !== null) {
    const { code, message, params } = thrown as Partial<CommandError>;
    if (typeof code === "string" && Object.hasOwn(CODES, code)) {
      return new CommandFailure({
        code: code as ErrorCode,
        message: String(message ?? code),
        params: typeof params === "object" && params !== null ? params : {},
      });
    }
    if (thrown instanceof Error) return new CommandFailure({ code: "internal", message: thrown.message, params: {} });
  }
  return new CommandFailure({ code: "internal", message: String(thrown), params: {} });
}

/** Refuses a decision that no person asked for. */
export function assertGesture(command: DecideName, gesture: Gesture): void {
  if (!gesture.isTrusted) {
    throw new CommandFailure({ code: "person_only", message: `${command} without a person's gesture`, params: { command } });
  }
}

const OPENABLE = new Set(["http:", "https:", "mailto:", "obsidian:"]);

/** Whether an address may be opened outside the app. */
export function isOpenable(url: string): boolean {
  try {
    return OPENABLE.has(new URL(url).protocol);
  } catch {
    return false;
  }
}
