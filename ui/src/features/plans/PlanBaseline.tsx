/// What was approved at first, what is in force, and how the tasks stand today, milestone by milestone.
import { useRead, useToday, type BaselineRow, type Day, type PlanDetail, type ScopeChange } from "@/api";
import { AppLink, Badge, DayText, type BadgeTone } from "@/components";
import { formatDay, m } from "@/i18n";
import { TASK_STATUS } from "@/features/projects/words";

export function PlanBaseline({ plan }: { plan: PlanDetail }) {
  const baseline = useRead("plans.baseline", { uid: plan.uid }, { enabled: plan.in_force !== null });
  const rows = baseline.data?.rows ?? [];
  if (rows.length === 0) return null;
  return (
    <section className="mt-10 max-w-3xl">
      <h2 className="mb-2.5 text-sm font-medium text-ink-3">{m.plans_baseline_heading()}</h2>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls must be reached by keys */}
      <div role="region" aria-label={m.plans_baseline_heading()} tabIndex={0} className="overflow-x-auto rounded-md border border-line">
        <table className="w-full text-base">
          <thead className="bg-sunken text-start text-sm text-ink-2">
            <tr>
              {[m.plans_baseline_milestone(), m.plans_baseline_first(), m.plans_baseline_now(), m.plans_baseline_today()].map((word) => (
                <th key={word} scope="col" className="px-3 py-2 text-start font-medium whitespace-nowrap">
                  {word}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {rows.map((row) => (
              <tr key={row.milestone_uid} className="border-t border-line align-top">
                <th scope="row" className="px-3 py-2 text-start font-normal wrap-anywhere">
                  {row.title} {row.change !== "kept" && <Badge tone={TONE[row.change]}>{changeWord(row.change)}</Badge>}
                </th>
                <td className="px-3 py-2 whitespace-nowrap text-ink-2">
                  <OneDay day={row.first_due_on} />
                </td>
                <td className="px-3 py-2 whitespace-nowrap text-ink-2">{row.change === "dropped" ? "–" : <OneDay day={row.due_on} />}</td>
                <td className="px-3 py-2 whitespace-nowrap">
                  <TaskNow row={row} project={plan.project?.uid ?? ""} />
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  );
}

const TONE: Record<Exclude<ScopeChange, "kept">, BadgeTone> = { moved: "amber", added: "blue", dropped: "neutral" };

function OneDay({ day }: { day: Day | null }) {
  return day === null ? "–" : <DayText day={day} relative={false} />;
}

function TaskNow({ row, project }: { row: BaselineRow; project: string }) {
  const today = useToday();
  const { task } = row;
  if (task === null) return <span className="text-ink-3">{m.plans_baseline_no_task()}</span>;
  const late = task.due_on !== null && task.due_on < today && task.status !== "completed" && task.status !== "cancelled";
  return (
    <>
      <AppLink to={`/projects/${project}`} className="text-accent-ink underline-offset-2 hover:underline">
        {task.key}
      </AppLink>{" "}
      <span className="text-ink-2">{TASK_STATUS[task.status]()}</span>
      {task.due_on !== null && <span className={late ? "ms-2 text-red" : "ms-2 text-ink-3"}>{formatDay(task.due_on, today)}</span>}
    </>
  );
}

function changeWord(change: Exclude<ScopeChange, "kept">): string {
  switch (change) {
    case "moved":
      return m.plans_baseline_moved();
    case "added":
      return m.plans_baseline_added();
    case "dropped":
      return m.plans_baseline_dropped();
  }
}
