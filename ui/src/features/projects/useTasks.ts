/// The tasks of one project and everything one can do to them: shown at once, sent in order, taken back when refused.
/// Also knows which of them were just changed elsewhere. Must not know how tasks are drawn.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { errorText, readKey, type Column, type ProjectDetail, type Task, type Uid } from "@/api";
import { useToast } from "@/components";
import { m } from "@/i18n";
import { asFailure, useHost } from "@/platform";
import { changedElsewhere, TaskQueue, withFields, type ShownFields, type TaskFields } from "./changes";

/** How long a task changed elsewhere stays marked, in milliseconds. */
const MARKED_MS = 1_800;

/** So many tasks are changed by one command, and undone at once. */
export const MOST_AT_ONCE = 500;

/** What a screen of tasks can do. */
export interface TaskDesk {
  /** The tasks as they are to be shown. */
  tasks: Task[];
  /** Those that were changed elsewhere a moment ago. */
  marked: ReadonlySet<Uid>;
  /** Changes fields of a task; false when it was refused, which has been said by then. */
  change: (task: Task, fields: TaskFields) => Promise<boolean>;
  /** Changes several tasks alike, 500 of them or none at a time; false when it was refused, which has been said by then. */
  changeMany: (tasks: readonly Task[], fields: TaskFields) => Promise<boolean>;
  /** Puts a task into a column of the person's own; false when it was refused. */
  place: (task: Task, column: Column) => Promise<boolean>;
  /** Makes `later` wait for `earlier`, or no longer; false when it was refused. */
  wait: (earlier: Task, later: Task, waits: boolean) => Promise<boolean>;
  /** Makes a task, as a part of another where that is named; false when it was refused. */
  add: (title: string, parentUid?: Uid) => Promise<boolean>;
  /** Deletes a task, with a way back. */
  remove: (task: Task) => void;
}

export function useTasks(project: ProjectDetail): TaskDesk {
  const host = useHost();
  const queries = useQueryClient();
  const toast = useToast();
  const [queue] = useState(() => new TaskQueue());
  const [own] = useState(() => new Set<string>());
  const [pending, setPending] = useState<ReadonlyMap<Uid, ShownFields>>(new Map());
  const [removed, setRemoved] = useState<ReadonlySet<Uid>>(new Set());
  const marked = useMarked(project.task_list, own);
  const key = readKey("projects.get", { uid: project.uid });

  const edit = (how: (tasks: Task[]) => Task[]) => {
    queries.setQueryData<ProjectDetail>(key, (known) => known && { ...known, task_list: how(known.task_list) });
  };
  const take = (task: Task) => {
    own.add(`${task.uid}:${task.rev}`);
    // An event may have brought a newer state than this answer already.
    edit((tasks) => (tasks.some((known) => known.uid === task.uid) ? tasks.map((known) => (known.uid === task.uid && known.rev < task.rev ? task : known)) : [...tasks, task]));
  };
  const newestRev = (uid: Uid, otherwise: number) => queries.getQueryData<ProjectDetail>(key)?.task_list.find((known) => known.uid === uid)?.rev ?? otherwise;
  const refuse = (thrown: unknown, task: Task | null) => {
    const failure = asFailure(thrown);
    if (failure.code === "stale" && task !== null) {
      void queries.invalidateQueries({ queryKey: key });
      toast({ title: m.projects_stale({ key: task.key }), description: m.projects_stale_text(), tone: "error" });
      return;
    }
    const { what, kept, advice } = errorText(failure);
    toast({ title: what, description: `${kept} ${advice}`.trim(), tone: "error" });
  };

  const send = async (task: Task, fields: ShownFields, call: (rev: number) => Promise<Task>) => {
    setPending((before) => new Map(before).set(task.uid, { ...before.get(task.uid), ...fields }));
    try {
      take(await queue.add(task.uid, () => newestRev(task.uid, task.rev), call));
      return true;
    } catch (failure) {
      refuse(failure, task);
      return false;
    } finally {
      setPending((before) => without(before, task.uid, fields));
    }
  };

  const change = (task: Task, fields: TaskFields) => send(task, fields, (rev) => host.call("tasks.update", { uid: task.uid, rev, ...fields }));
  const changeMany = async (tasks: readonly Task[], fields: TaskFields) => {
    const changes = alike(fields);
    try {
      for (let at = 0; at < tasks.length; at += MOST_AT_ONCE) {
        const uids = tasks.slice(at, at + MOST_AT_ONCE).map(({ uid }) => uid);
        // oxlint-disable-next-line no-await-in-loop -- one after the other, so that it ends where one is refused
        const changed = new Map((await host.call("tasks.update_many", { uids, changes })).map((task) => [task.uid, task]));
        for (const task of changed.values()) own.add(`${task.uid}:${task.rev}`);
        edit((known) => known.map((task) => changed.get(task.uid) ?? task));
      }
      return true;
    } catch (failure) {
      refuse(failure, null);
      return false;
    }
  };
  const place = (task: Task, { uid: column_uid, status }: Column) => send(task, { column_uid, status }, (rev) => host.call("tasks.move", { uid: task.uid, rev, column_uid }));

  const wait = (earlier: Task, later: Task, waits: boolean) => {
    const others = later.depends_on.filter((uid) => uid !== earlier.uid);
    return change(later, { depends_on: waits ? [...others, earlier.uid] : others });
  };

  const add = async (title: string, parentUid?: Uid) => {
    try {
      take(await host.call("tasks.create", { project_uid: project.uid, title, ...(parentUid !== undefined && { parent_uid: parentUid }) }));
      return true;
    } catch (failure) {
      refuse(failure, null);
      return false;
    }
  };

  const restore = (task: Task, rev: number) => {
    host.call("tasks.restore", { uid: task.uid, rev }).then(
      (back) => {
        setRemoved((before) => new Set([...before].filter((uid) => uid !== task.uid)));
        take(back);
        toast({ title: m.projects_task_restored({ key: task.key }), tone: "success" });
      },
      (failure: unknown) => refuse(failure, task),
    );
  };
  const remove = (task: Task) => {
    setRemoved((before) => new Set(before).add(task.uid));
    host.call("tasks.delete", { uid: task.uid, rev: newestRev(task.uid, task.rev) }).then(
      ({ rev }) => {
        edit((tasks) => tasks.filter((known) => known.uid !== task.uid));
        toast({ title: m.projects_task_deleted({ key: task.key }), action: { label: m.projects_undo(), run: () => restore(task, rev) } });
      },
      (failure: unknown) => {
        setRemoved((before) => new Set([...before].filter((uid) => uid !== task.uid)));
        refuse(failure, task);
      },
    );
  };

  const tasks = project.task_list.filter((task) => !removed.has(task.uid)).map((task) => withFields(task, pending.get(task.uid)));
  return { tasks, marked, change, changeMany, place, wait, add, remove };
}

/** Those of the fields that many tasks can have in common. */
function alike({ status, priority, assistant_uid, due_on }: TaskFields) {
  return { ...(status !== undefined && { status }), ...(priority !== undefined && { priority }), ...(assistant_uid !== undefined && { assistant_uid }), ...(due_on !== undefined && { due_on }) };
}

/** Takes the fields of an answered change away again, but not those of a later one that is still on its way. */
function without(pending: ReadonlyMap<Uid, ShownFields>, uid: Uid, fields: ShownFields): ReadonlyMap<Uid, ShownFields> {
  const left = Object.fromEntries(Object.entries(pending.get(uid) ?? {}).filter(([name, value]) => fields[name as keyof ShownFields] !== value));
  const next = new Map(pending);
  if (Object.keys(left).length === 0) next.delete(uid);
  else next.set(uid, left as ShownFields);
  return next;
}

function useMarked(tasks: readonly Task[], own: ReadonlySet<string>): ReadonlySet<Uid> {
  const [marked, setMarked] = useState<ReadonlySet<Uid>>(new Set());
  const before = useRef<readonly Task[] | null>(null);
  useEffect(() => {
    const last = before.current;
    before.current = tasks;
    if (last === null) return;
    const changed = changedElsewhere(last, tasks, (task) => own.has(`${task.uid}:${task.rev}`));
    if (changed.length === 0) return;
    setMarked((now) => new Set([...now, ...changed]));
    setTimeout(() => setMarked((now) => new Set([...now].filter((uid) => !changed.includes(uid)))), MARKED_MS);
  }, [tasks, own]);
  return marked;
}
