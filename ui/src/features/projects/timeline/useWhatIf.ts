/// What is supposed on the timeline and what would come of it. Nothing is stored before it is kept.
/// Must not know how bars are drawn.
import { useState } from "react";
import { useRead, type Forecast, type Suppose, type Task, type Uid } from "@/api";
import type { TaskFields } from "../changes";
import { withSupposed } from "./suppose";

export interface WhatIf {
  /** What is shown: what would be, else what is to be expected. */
  forecast: Forecast | undefined;
  /** What is to be expected as things are. */
  base: Forecast | undefined;
  error: unknown;
  retry: () => void;
  /** Whether anything is supposed. */
  isOn: boolean;
  /** Whether what is shown is the answer to what is supposed now. */
  isSettled: boolean;
  /** A task with what is supposed of it, without what is only held. */
  asSupposed: (task: Task) => Task;
  /** While a bar is dragged: replaces what was supposed by the same drag; null when it was given up. */
  hold: (more: Suppose | null) => void;
  /** Supposes one thing more. */
  suppose: (more: Suppose) => void;
  discard: () => void;
  /** Stores what is supposed; false when any of it was refused, which has been said by then and stays supposed. */
  keep: () => Promise<boolean>;
}

export function useWhatIf(projectUid: Uid, tasks: readonly Task[], change: (task: Task, fields: TaskFields) => Promise<boolean>): WhatIf {
  const [settled, setSettled] = useState<ReadonlyMap<string, Suppose>>(new Map());
  const [held, setHeld] = useState<Suppose | null>(null);
  const supposed = held === null ? settled : withSupposed(settled, held);
  // A task that is over or gone meanwhile has nothing left to suppose.
  const live = new Set(tasks.map(({ uid }) => uid));
  const changes = [...supposed.values()].filter(({ task_uid }) => live.has(task_uid));
  const base = useRead("projects.schedule", { uid: projectUid }, { keepPrevious: true });
  const other = useRead("projects.schedule", { uid: projectUid, changes }, { enabled: changes.length > 0, keepPrevious: true });
  const isOn = changes.length > 0;

  const keep = async () => {
    let refused = false;
    for (const supposition of changes) {
      const { task_uid } = supposition;
      const task = tasks.find(({ uid }) => uid === task_uid);
      if (task === undefined) continue;
      // oxlint-disable-next-line no-await-in-loop -- one after the other, so that what was stored is known when one is refused
      if (!(await change(task, fieldsOf(supposition)))) {
        refused = true;
        break;
      }
      setSettled((before) => new Map([...before].filter(([uid]) => uid !== task_uid)));
    }
    return !refused;
  };
  return {
    forecast: isOn ? (other.data ?? base.data) : base.data,
    base: base.data,
    error: base.error ?? (isOn ? other.error : null),
    retry: () => void (base.error === null ? other : base).refetch(),
    isOn,
    isSettled: !isOn || (other.isSuccess && !other.isPlaceholderData),
    asSupposed: (task) => ({ ...task, ...fieldsOf(settled.get(task.uid)) }),
    hold: setHeld,
    suppose: (more) => {
      setHeld(null);
      setSettled((before) => withSupposed(before, more));
    },
    discard: () => {
      setHeld(null);
      setSettled(new Map());
    },
    keep,
  };
}

/** What is supposed, as fields of a task. */
function fieldsOf(supposed: Suppose | undefined): TaskFields {
  if (supposed === undefined) return {};
  const { start_on, due_on, estimated_minutes } = supposed;
  return { ...(start_on !== undefined && { start_on }), ...(due_on !== undefined && { due_on }), ...(estimated_minutes !== undefined && { estimated_minutes }) };
}
