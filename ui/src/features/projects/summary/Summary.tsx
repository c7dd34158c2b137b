/// What a project is about, how far it is in figures, and what happened to it.
import { ExternalLink, FileText } from "lucide-react";
import { useId, type ReactNode } from "react";
import { useAppState, useRead, useToday, type ProjectDetail, type Task } from "@/api";
import { AppLink, Button, cx, ErrorNotice, InstantText, Loading, Markdown } from "@/components";
import { obsidianAddress } from "@/features/vault/paths";
import { useFollowLink } from "@/features/vault/useFollowLink";
import { formatNumber, m } from "@/i18n";
import { useHost } from "@/platform";
import { formatMinutes } from "../durations";
import { HistoryLines } from "../HistoryLines";
import { fieldsBetween } from "../historyWords";
import { useNames } from "../useNames";
import { TASK_STATUS } from "../words";
import { figuresOf, lastChanged } from "./figures";

const CHANGED_TASKS = 8;
const HISTORY_LINES = 50;

export interface SummaryProps {
  project: ProjectDetail;
  tasks: readonly Task[];
  onDetails: (task: Task) => void;
}

export default function Summary({ project, tasks, onDetails }: SummaryProps) {
  return (
    <div className="grid h-full content-start gap-x-10 gap-y-8 overflow-y-auto pt-1 pb-6 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
      <div className="flex min-w-0 flex-col gap-8">
        <Numbers tasks={tasks} />
        <About project={project} />
      </div>
      <div className="flex min-w-0 flex-col gap-8">
        <Part heading={m.projects_summary_changed()}>
          <ul className="-mx-2 flex flex-col">
            {lastChanged(tasks, CHANGED_TASKS).map((task) => (
              <li key={task.uid}>
                <button type="button" onClick={() => onDetails(task)} className="flex min-h-9 w-full items-baseline gap-3 rounded-md px-2 py-1 text-start hover:bg-hover">
                  <span className="min-w-0 flex-1 truncate">
                    <span className="me-2 text-sm text-ink-3 tabular-nums">{task.key}</span>
                    {task.title}
                  </span>
                  <span className="text-sm whitespace-nowrap text-ink-3">
                    {TASK_STATUS[task.status]()} · <InstantText instant={task.updated_at} />
                  </span>
                </button>
              </li>
            ))}
          </ul>
        </Part>
        <Happened project={project} tasks={tasks} />
      </div>
    </div>
  );
}

function Numbers({ tasks }: { tasks: readonly Task[] }) {
  const figures = figuresOf(tasks, useToday());
  const { todo, doing, done, cancelled } = figures.stages;
  const count = [
    { name: m.projects_column_todo(), value: todo },
    { name: m.projects_column_doing(), value: doing },
    { name: m.projects_column_done(), value: done },
    { name: m.projects_column_cancelled(), value: cancelled },
    { name: m.projects_overdue(), value: figures.late, alarm: figures.late > 0 },
    { name: m.projects_summary_waiting(), value: figures.waiting },
  ];
  return (
    <Part heading={m.projects_summary_figures()}>
      <dl className="grid grid-cols-3 gap-2">
        {count.map(({ name, value, alarm }) => (
          <div key={name} className="flex flex-col-reverse rounded-lg border border-line bg-raised px-4 py-2.5 shadow-1">
            <dt className="text-sm text-ink-2">{name}</dt>
            <dd className={cx("font-title text-xl font-semibold tabular-nums", alarm && "text-red")}>{formatNumber(value)}</dd>
          </div>
        ))}
      </dl>
      <p className="mt-3 text-base text-ink-2">
        {m.projects_summary_time({ actual: formatMinutes(figures.actual), estimated: formatMinutes(figures.estimated) })}
        {figures.unestimated > 0 && ` ${m.projects_summary_unestimated({ count: formatNumber(figures.unestimated) })}`}
      </p>
    </Part>
  );
}

function About({ project }: { project: ProjectDetail }) {
  const path = project.note_path;
  const follow = useFollowLink(path ?? "");
  const { vault } = useAppState();
  const host = useHost();
  return (
    <>
      {project.description.trim() !== "" && (
        <Part heading={m.projects_about_heading()}>
          <Markdown text={project.description} onLink={follow} />
        </Part>
      )}
      {project.criteria.length > 0 && (
        <Part heading={m.projects_criteria_heading()}>
          <ul className="list-disc ps-5">
            {project.criteria.map((criterion, index) => (
              <li key={index} className="wrap-anywhere">
                {criterion}
              </li>
            ))}
          </ul>
        </Part>
      )}
      {path !== null && (
        <Part heading={m.projects_note_heading()}>
          <div className="flex min-w-0 flex-wrap items-center gap-2 text-sm">
            <FileText size={14} className="shrink-0 text-ink-3" aria-hidden />
            <AppLink to="/vault" search={{ path }} className="min-w-0 text-ink-2 underline-offset-2 wrap-anywhere hover:underline" aria-label={m.projects_note_path({ path })}>
              {path}
            </AppLink>
            {vault !== null && (
              <Button size="sm" variant="ghost" icon={ExternalLink} onClick={() => void host.openExternal(obsidianAddress(vault.path, path))}>
                {m.projects_open_obsidian()}
              </Button>
            )}
          </div>
        </Part>
      )}
    </>
  );
}

function Happened({ project, tasks }: { project: ProjectDetail; tasks: readonly Task[] }) {
  const trail = useRead("audit.list", { entity: "project", uid: project.uid, limit: HISTORY_LINES });
  const names = useNames(tasks, project.uid);
  const lines = (trail.data?.entries ?? [])
    .map(({ seq, at, actor, secretary_uid, action, reason, before, after }) => ({
      seq, at, action, reason, by: { kind: actor, name: (secretary_uid && names.get(secretary_uid)) || null }, fields: fieldsBetween(before, after),
    }))
    // A change of what is only derived, such as its progress, is none to tell.
    .filter(({ action, fields, reason }) => action !== "update" || fields.length > 0 || reason !== null);
  return (
    <Part heading={m.projects_summary_history()}>
      {trail.isPending ? (
        <Loading label={m.projects_history_loading()} />
      ) : trail.data === undefined ? (
        <ErrorNotice error={trail.error} retry={() => void trail.refetch()} />
      ) : (
        <HistoryLines lines={lines} names={names} />
      )}
    </Part>
  );
}

function Part({ heading, children }: { heading: string; children: ReactNode }) {
  const id = useId();
  return (
    <section aria-labelledby={id} className="min-w-0">
      <h3 id={id} className="mb-2 font-title text-lg font-semibold">
        {heading}
      </h3>
      {children}
    </section>
  );
}
