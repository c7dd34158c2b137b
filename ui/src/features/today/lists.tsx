/// The lists of Today that lead elsewhere: plans to decide, projects under way, notes of late.
import { FolderKanban, NotebookText, Stamp } from "lucide-react";
import type { NoteSummary, PlanSummary, ProjectSummary } from "@/api";
import { AppLink, DayText, InstantText, ListRow, Progress } from "@/components";
import { formatNumber, m } from "@/i18n";
import { Section } from "./Section";

export function PlanList({ plans }: { plans: readonly PlanSummary[] }) {
  if (plans.length === 0) return null;
  return (
    <Section title={m.today_waiting()} count={plans.length}>
      <ul className="rounded-lg border border-line bg-raised p-1 shadow-1">
        {plans.map((plan) => (
          <li key={plan.uid}>
            <ListRow
              to={`/plans/${plan.uid}`}
              leading={<Stamp size={18} className="text-shu" aria-hidden />}
              title={plan.title}
              subtitle={m.today_plan_version({ number: plan.version })}
              trailing={<InstantText instant={plan.updated_at} />}
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function ProjectList({ projects }: { projects: readonly ProjectSummary[] }) {
  if (projects.length === 0) return null;
  return (
    <Section title={m.today_projects()} count={projects.length}>
      <ul className="flex flex-col gap-2">
        {projects.map((project) => (
          <li key={project.uid}>
            <AppLink to={`/projects/${project.uid}`} className="block rounded-lg border border-line bg-raised px-4 py-3 shadow-1 transition-colors hover:border-control">
              <span className="flex items-center gap-2.5">
                <FolderKanban size={16} className="shrink-0 text-accent-ink" aria-hidden />
                <span className="min-w-0 flex-1 truncate text-base font-medium">{project.title}</span>
                <span className="text-xs text-ink-3">{project.key}</span>
              </span>
              <Progress className="mt-2.5" value={project.completed_tasks} max={project.tasks} label={m.today_progress({ title: project.title })} />
              <span className="mt-1.5 flex justify-between gap-3 text-sm text-ink-3">
                {m.today_progress_count({ done: formatNumber(project.completed_tasks), all: formatNumber(project.tasks) })}
                {project.due_on && <DayText day={project.due_on} />}
              </span>
            </AppLink>
          </li>
        ))}
      </ul>
    </Section>
  );
}

export function NoteList({ notes }: { notes: readonly NoteSummary[] }) {
  if (notes.length === 0) return null;
  return (
    <Section title={m.today_notes()}>
      <ul>
        {notes.map((note) => (
          <li key={note.path}>
            <ListRow
              to="/vault"
              search={{ path: note.path }}
              leading={<NotebookText size={16} className="text-ink-3" aria-hidden />}
              title={<span className="font-normal">{note.title}</span>}
              subtitle={
                <>
                  {note.folder && <>{note.folder} · </>}
                  <InstantText instant={note.modified_at} />
                </>
              }
            />
          </li>
        ))}
      </ul>
    </Section>
  );
}
