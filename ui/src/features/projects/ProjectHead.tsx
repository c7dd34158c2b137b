/// What a project is about: its state and progress, its days, the plan behind it and its note.
import { ClipboardList, ExternalLink, FileText, MessagesSquare } from "lucide-react";
import { useAppState, useToday, type ProjectDetail, type Task } from "@/api";
import { AppLink, Badge, Button, Markdown, Progress } from "@/components";
import { formatDay, formatNumber, m } from "@/i18n";
import { useHost } from "@/platform";
import { useTalkAbout } from "@/features/talk/about";
import { obsidianAddress } from "@/features/vault/paths";
import { useFollowLink } from "@/features/vault/useFollowLink";
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

export function ProjectAbout({ project }: { project: ProjectDetail }) {
  const follow = useFollowLink(project.note_path ?? "");
  const { vault } = useAppState();
  const host = useHost();
  const path = project.note_path;
  const described = project.description.trim() !== "" || project.criteria.length > 0;
  if (!described && path === null) return null;
  return (
    <div className="flex flex-wrap items-start gap-x-8 gap-y-2">
      {described && (
        <details className="min-w-0 flex-1 basis-48">
          <summary className="chrome w-fit rounded-sm text-sm font-medium text-ink-2 hover:text-ink">{m.projects_about_heading()}</summary>
          <div className="mt-2 flex max-h-56 flex-col gap-4 overflow-y-auto pb-2">
            {project.description.trim() !== "" && <Markdown text={project.description} onLink={follow} />}
            {project.criteria.length > 0 && (
              <section>
                <h3 className="text-sm font-medium text-ink-2">{m.projects_criteria_heading()}</h3>
                <ul className="mt-1 list-disc ps-5">
                  {project.criteria.map((criterion, index) => (
                    <li key={index} className="wrap-anywhere">
                      {criterion}
                    </li>
                  ))}
                </ul>
              </section>
            )}
          </div>
        </details>
      )}
      {path !== null && (
        <div className="flex min-w-0 items-center gap-2 text-sm">
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
      )}
    </div>
  );
}
