/// The line under a project's title: its state and progress, its days, the plan behind it, and the way back.
import { ArrowLeft, ClipboardList, MessagesSquare } from "lucide-react";
import { useToday, type ProjectDetail, type Task } from "@/api";
import { AppLink, Badge, Progress } from "@/components";
import { formatDay, formatNumber, m } from "@/i18n";
import { useTalkAbout } from "@/features/talk/about";
import { PROJECT_STATUS } from "./words";

/** The days of a project in one phrase; null when it has none. */
export function usePeriod(project: { start_on: string | null; due_on: string | null }): string | null {
  const today = useToday();
  const { start_on: start, due_on: due } = project;
  if (start !== null && due !== null) return m.projects_period_range({ start: formatDay(start, today), due: formatDay(due, today) });
  if (start !== null) return m.projects_period_from({ start: formatDay(start, today) });
  return due === null ? null : m.projects_period_until({ due: formatDay(due, today) });
}

/** One line under the title. Counts what is on the screen, so that a tick shows in the progress at once. */
export function ProjectFacts({ project, tasks }: { project: ProjectDetail; tasks: readonly Task[] }) {
  const period = usePeriod(project);
  const talkAbout = useTalkAbout();
  const done = tasks.filter((task) => task.status === "completed").length;
  const total = tasks.filter((task) => task.status !== "cancelled").length;
  const status = PROJECT_STATUS[project.status];
  return (
    <div className="flex flex-wrap items-center gap-x-4 gap-y-1.5">
      <BackLink />
      <span className="tabular-nums">{project.key}</span>
      <Badge tone={status.tone}>{status.word()}</Badge>
      <span className="flex shrink-0 items-center gap-2 whitespace-nowrap">
        <span className="w-28">
          <Progress value={done} max={total} label={m.projects_progress_label({ title: project.title })} />
        </span>
        {m.projects_progress({ done: formatNumber(done), total: formatNumber(total) })}
      </span>
      {period !== null && <span>{period}</span>}
      {project.plan_uid !== null && (
        <AppLink to={`/plans/${project.plan_uid}`} className="inline-flex items-center gap-1.5 text-accent-ink underline-offset-2 hover:underline">
          <ClipboardList size={14} aria-hidden />
          {m.projects_plan_link()}
        </AppLink>
      )}
      <button type="button" onClick={() => talkAbout({ kind: "project", id: project.uid })} className="chrome inline-flex items-center gap-1.5 rounded-sm text-accent-ink underline-offset-2 hover:underline">
        <MessagesSquare size={14} aria-hidden />
        {m.talk_this()}
      </button>
    </div>
  );
}

/** Leads to the list of projects. */
export function BackLink() {
  return (
    <AppLink to="/projects" className="chrome -ms-2 inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink">
      <ArrowLeft size={15} aria-hidden />
      {m.projects_back()}
    </AppLink>
  );
}
