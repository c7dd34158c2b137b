/// The list of projects: what each is called, how far it is, until when.
import { FolderKanban } from "lucide-react";
import { useRead, type ProjectStatus, type ProjectSummary } from "@/api";
import { AppLink, Badge, EmptyState, ErrorNotice, ListRow, Loading, Page, Progress, VirtualList } from "@/components";
import { compareText, formatNumber, m } from "@/i18n";
import { usePeriod } from "./ProjectHead";
import { PROJECT_STATUS } from "./words";

const ROW_HEIGHT = 60;

/** What is going on first, what is over last. */
const ORDER: readonly ProjectStatus[] = ["active", "draft", "paused", "completed", "cancelled"];

export default function ProjectsPlace() {
  const projects = useRead("projects.list", {});
  const all = (projects.data ?? []).toSorted(
    (a, b) => ORDER.indexOf(a.status) - ORDER.indexOf(b.status) || compareText(a.due_on ?? "9999", b.due_on ?? "9999") || compareText(a.key, b.key),
  );
  return (
    <Page title={m.projects_heading()} subtitle={m.projects_subtitle()} flush>
      {projects.isPending && <Loading label={m.projects_loading()} />}
      {projects.isError && (
        <div className="px-8">
          <ErrorNotice error={projects.error} retry={() => void projects.refetch()} />
        </div>
      )}
      {projects.data && all.length === 0 && (
        <EmptyState
          icon={FolderKanban}
          title={m.projects_empty_title()}
          action={
            <AppLink to="/plans" className="chrome inline-flex min-h-9.5 items-center rounded-md bg-accent px-3.5 font-medium text-on-accent hover:bg-accent-hover">
              {m.projects_empty_action()}
            </AppLink>
          }
        >
          {m.projects_empty_text()}
        </EmptyState>
      )}
      {all.length > 0 && (
        <div className="min-h-0 flex-1 px-3 pb-3">
          <VirtualList items={all} estimate={ROW_HEIGHT} label={m.projects_list_label()} keyOf={(project) => project.uid} render={(project) => <ProjectRow project={project} />} />
        </div>
      )}
    </Page>
  );
}

function ProjectRow({ project }: { project: ProjectSummary }) {
  const period = usePeriod(project);
  const status = PROJECT_STATUS[project.status];
  return (
    <ListRow
      to={`/projects/${project.uid}`}
      title={project.title}
      subtitle={
        <>
          <span className="tabular-nums">{project.key}</span>
          {period !== null && <> · {period}</>}
        </>
      }
      trailing={
        <>
          <span className="hidden w-40 flex-col gap-1 sm:flex">
            <span className="text-end text-xs tabular-nums">{m.projects_progress({ done: formatNumber(project.completed_tasks), total: formatNumber(project.tasks) })}</span>
            <Progress value={project.completed_tasks} max={project.tasks} label={m.projects_progress_label({ title: project.title })} />
          </span>
          <Badge tone={status.tone}>{status.word()}</Badge>
        </>
      }
    />
  );
}
