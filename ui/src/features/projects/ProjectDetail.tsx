/// One project: what it is about, and its tasks as a board or a list.
import { useParams } from "@tanstack/react-router";
import { ArrowLeft, FileQuestion, ListTodo } from "lucide-react";
import { useState } from "react";
import { useRead, type ProjectDetail as Project } from "@/api";
import { AppLink, EmptyState, ErrorNotice, Loading, Page, Tabs } from "@/components";
import { m } from "@/i18n";
import { statusIn } from "./board";
import { ProjectAbout, ProjectFacts } from "./ProjectHead";
import { QuickAdd } from "./QuickAdd";
import { TaskBoard } from "./TaskBoard";
import type { TaskActions } from "./TaskCard";
import { TaskDialog } from "./TaskDialog";
import { TaskList } from "./TaskList";
import { useTasks } from "./useTasks";

type View = "board" | "list";

export default function ProjectDetail() {
  const { uid } = useParams({ strict: false }) as { uid: string };
  return <OneProject key={uid} uid={uid} />;
}

function OneProject({ uid }: { uid: string }) {
  const project = useRead("projects.get", { uid });
  if (project.data && project.error?.code !== "not_found") return <OpenProject project={project.data} />;
  if (project.isPending) return <Loading label={m.projects_detail_loading()} />;
  if (project.error?.code === "not_found") {
    return (
      <EmptyState icon={FileQuestion} title={m.projects_gone_title()} action={<BackLink />}>
        {m.projects_gone_text()}
      </EmptyState>
    );
  }
  return (
    <div className="flex flex-col gap-4 p-8">
      <BackLink />
      <ErrorNotice error={project.error} retry={() => void project.refetch()} />
    </div>
  );
}

function OpenProject({ project }: { project: Project }) {
  const desk = useTasks(project);
  const [view, setView] = useState<View>("board");
  const [renaming, setRenaming] = useState<string | null>(null);
  const [detailed, setDetailed] = useState<string | null>(null);
  const task = desk.tasks.find(({ uid }) => uid === detailed);
  const actions: TaskActions = {
    change: (changed, fields) => void desk.change(changed, fields),
    move: (moved, column) => void desk.change(moved, { status: statusIn(column, moved.status) }),
    remove: desk.remove,
    details: ({ uid }) => setDetailed(uid),
    renaming,
    rename: setRenaming,
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="-mb-4 px-8 pt-5">
        <BackLink />
      </div>
      <div className="min-h-0 flex-1">
        <Page
          title={project.title}
          flush
          subtitle={<ProjectFacts project={project} tasks={desk.tasks} />}
          actions={
            <Tabs
              label={m.projects_view_label()}
              value={view}
              onChange={setView}
              tabs={[
                { value: "board", label: m.projects_view_board() },
                { value: "list", label: m.projects_view_list() },
              ]}
            />
          }
        >
          <div className="flex min-h-0 flex-1 flex-col gap-3 px-8 pb-4">
            <ProjectAbout project={project} />
            <h2 className="sr-only">{m.projects_tasks_heading()}</h2>
            <QuickAdd add={desk.add} />
            <div className="min-h-0 flex-1">
              {desk.tasks.length === 0 ? (
                <EmptyState icon={ListTodo} title={m.projects_no_tasks_title()}>
                  {m.projects_no_tasks_text()}
                </EmptyState>
              ) : view === "board" ? (
                <TaskBoard tasks={desk.tasks} marked={desk.marked} actions={actions} />
              ) : (
                <TaskList tasks={desk.tasks} marked={desk.marked} actions={actions} />
              )}
            </div>
          </div>
        </Page>
      </div>
      {task !== undefined && <TaskDialog key={task.uid} task={task} change={desk.change} onClose={() => setDetailed(null)} />}
    </div>
  );
}

function BackLink() {
  return (
    <AppLink to="/projects" className="chrome -ms-2 inline-flex min-h-8 items-center gap-1.5 rounded-md px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink">
      <ArrowLeft size={15} aria-hidden />
      {m.projects_back()}
    </AppLink>
  );
}
