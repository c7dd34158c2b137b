/// The open checkboxes of the person's own notes that are due: each can be ticked here, as in the note itself.
import { useState } from "react";
import { useFailToast, useRead, useToday } from "@/api";
import { Button, Checkbox, cx, DayText, ListRow, useToast } from "@/components";
import { tickSeen } from "@/features/vault/reading/ticks";
import { keepWayBack } from "@/features/vault/reading/useTicks";
import type { VaultTask } from "@/features/vault/reading/shapes";
import { addDays, formatNumber, m } from "@/i18n";
import { asFailure, useHost } from "@/platform";
import { Section } from "./Section";
import { plainTask } from "./vaultTasks";

/** How many days ahead are looked at, and how many tasks are shown at first and more at a time. */
const AHEAD = 7;
const SOME = 12;

export interface VaultTasksDue {
  total: number;
  tasks: VaultTask[];
  /** Shows more of them. */
  more: () => void;
}

/** The open checkboxes due within the next days; none before they are known. */
export function useVaultTasks(): VaultTasksDue {
  const today = useToday();
  const [limit, setLimit] = useState(SOME);
  const found = useRead("vault.tasks", { until: addDays(today, AHEAD), limit }, { keepPrevious: true });
  return { ...(found.data ?? { total: 0, tasks: [] }), more: () => setLimit((before) => before + SOME * 4) };
}

export function VaultTasks({ total, tasks, more }: VaultTasksDue) {
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
      {tasks.length < total && (
        <Button size="sm" variant="ghost" className="mt-1" onClick={more}>
          {m.today_vault_more({ count: formatNumber(total - tasks.length) })}
        </Button>
      )}
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
      async (hash, line) => keepWayBack(host, await host.call("vault.tick", { path: task.path, hash, line }), line, task.mark),
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
