/// Owns which tasks on the screen were changed by somebody else, and the queue that keeps one's own
/// changes to a task in their order. Must not know React or the host.
import type { Task, Uid } from "@/api";

/** The tasks in `now` that are new or newer than in `before`, without those this window changed itself. */
export function changedElsewhere(before: readonly Task[], now: readonly Task[], isOwn: (task: Task) => boolean): Uid[] {
  const known = new Map(before.map((task) => [task.uid, task.rev]));
  return now.filter((task) => known.get(task.uid) !== task.rev && !isOwn(task)).map((task) => task.uid);
}

/** The fields of a task that can be changed from the screen. */
export type TaskFields = Partial<
  Pick<Task, "title" | "description" | "task_type" | "status" | "priority" | "assistant_uid" | "start_on" | "due_on" | "estimated_minutes" | "actual_minutes" | "parent_uid" | "labels" | "depends_on">
>;

/** What of a task is shown before it is known to be so. */
export type ShownFields = TaskFields & Partial<Pick<Task, "column_uid">>;

/** A task as it is shown while a change to it is on its way. */
export function withFields(task: Task, fields: ShownFields | undefined): Task {
  return fields === undefined ? task : { ...task, ...fields };
}

/** One task's changes, one after the other: each names the revision that the one before gave. */
export class TaskQueue {
  private readonly last = new Map<Uid, Promise<Task | null>>();

  /**
   * Sends after everything that was asked for this task before. `newest` gives the revision on the screen at the
   * time of sending; `send` gets the newer of it and the last answer's.
   */
  add(uid: Uid, newest: () => number, send: (rev: number) => Promise<Task>): Promise<Task> {
    const before = this.last.get(uid) ?? Promise.resolve(null);
    const sent = before.then((answer) => send(Math.max(answer?.rev ?? 0, newest())));
    const settled = sent.then(
      (task): Task | null => task,
      () => null,
    );
    this.last.set(uid, settled);
    void settled.then(() => {
      if (this.last.get(uid) === settled) this.last.delete(uid);
    });
    return sent;
  }
}
