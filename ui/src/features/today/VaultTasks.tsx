/// The open checkboxes of the person's own notes that are due: each can be ticked here, as in the note itself.
import { useState } from "react";
import { useFailToast, useRead, useToday } from "@/api";
import { Checkbox, cx, DayText, ListRow, useToast } from "@/components";
import { tickSeen } from "@/features/vault/reading/ticks";
import type { VaultTask } from "@/features/vault/reading/shapes";
import { addDays, m } from "@/i18n";
import { asFailure, useHost } from "@/platform";
import { Section } from "./Section";
import { plainTask } from "./vaultTasks";

/** How many days ahead are looked at, and how many tasks shown. */
const AHEAD = 7;
const MOST = 30;

export interface VaultTasksDue {
  total: number;
  tasks: VaultTask[];
}

const NONE: VaultTasksDue = { total: 0, tasks: [] };

/** The open checkboxes due within the next days; none before they are known. */
export function useVaultTasks(): VaultTasksDue {
  const today = useToday();
  const found = useRead("vault.tasks", { until: addDays(today, AHEAD), limit: MOST });
  return found.data ?? NONE;
}

export function VaultTasks({ total, tasks }: VaultTasksDue) {
  const today = useToday();
  if (tasks.length === 0) return null;
  return (
    <Section title={m.today_vault_tasks()} count={total}>
      <ul>
        {tasks.map((task) => (
          <li key={`${task.path}:${task.line}`}>
            <Row task={task} today={today} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function Row({ task, today }: { task: VaultTask; today: string }) {
  const host = useHost();
  const toast = useToast();
  const failed = useFailToast();
  const [ticked, setTicked] = useState(false);
  const title = plainTask(task.text);
  const due = task.due ?? task.scheduled;
  const late = due !== null && due < today;
  const complete = () => {
    setTicked(true);
    tickSeen(
      task.text,
      task.line,
      () => host.call("vault.source", { path: task.path }),
      (hash, line) => host.call("vault.tick", { path: task.path, hash, line }),
    ).then(
      // The row goes when the host says that the note has changed.
      () => toast({ tone: "success", title: m.today_completed({ title }) }),
      (why: unknown) => {
        setTicked(false);
        failed(asFailure(why));
      },
    );
  };
  return (
    <ListRow
      to="/vault"
      search={{ path: task.path, line: task.line }}
      leading={<Checkbox hideLabel label={m.today_complete({ title })} checked={ticked} disabled={ticked} onChange={complete} />}
      title={<span className={cx("font-normal", ticked && "text-ink-3 line-through")}>{title}</span>}
      subtitle={task.title}
      trailing={
        due && (
          <span className={cx(late && "text-red")}>
            <DayText day={due} />
          </span>
        )
      }
    />
  );
}
