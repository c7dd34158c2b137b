/// One project: what it is about, and its tasks in the view that is on.
import { useNavigate, useParams, useSearch } from "@tanstack/react-router";
import { FileQuestion, ListTodo } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useRead, type ProjectDetail as Project } from "@/api";
import { EmptyState, ErrorNotice, Loading, Page, Tabs } from "@/components";
import { m } from "@/i18n";
import { statusOf } from "./columns";
import { ExchangeMenu } from "./exchange/ExchangeMenu";
import { BackLink, ProjectFacts } from "./ProjectHead";
import { QuickAdd } from "./QuickAdd";
import { TaskBoard } from "./TaskBoard";
import type { TaskActions } from "./TaskCard";
import { TaskDialog } from "./task/TaskDialog";
import { useBoard } from "./useBoard";
import { useMilestones } from "./useMilestones";
import { useTasks, type TaskDesk } from "./useTasks";
import { PROJECT_VIEWS, type ProjectView } from "./views";
import { VIEW } from "./words";

// Pictures are loaded where they are looked at.
const Summary = lazy(() => import("./summary/Summary"));
const TaskList = lazy(() => import("./list/TaskList"));
const Timeline = lazy(() => import("./timeline/Timeline"));
const GraphView = lazy(() => import("./graph/GraphView"));
const MonthView = lazy(() => import("./calendar/MonthView"));

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
  const board = useBoard(project.uid);
  const { view = "board" } = useSearch({ strict: false }) as { view?: ProjectView };
  const navigate = useNavigate();
  const [renaming, setRenaming] = useState<string | null>(null);
  const [detailed, setDetailed] = useState<string | null>(null);
  const task = desk.tasks.find(({ uid }) => uid === detailed);
  const actions: TaskActions = {
    columns: board?.columns ?? [],
    change: (changed, fields) => void desk.change(changed, fields),
    move: (moved, column) => void (board?.isOwn ? desk.place(moved, column) : desk.change(moved, { status: statusOf(column, moved.status) })),
    remove: desk.remove,
    details: ({ uid }) => setDetailed(uid),
    renaming,
    rename: setRenaming,
  };

  return (
    <>
      <Page title={project.title} flush actions={<ExchangeMenu projectUid={project.uid} />} subtitle={<ProjectFacts project={project} tasks={desk.tasks} />}>
        <div className="flex min-h-0 flex-1 flex-col gap-3 px-8 pb-4">
          <div className="flex flex-wrap items-center gap-x-6 gap-y-2">
            <Tabs
              label={m.projects_view_label()}
              value={view}
              onChange={(next) => void navigate({ to: "/projects/$uid", params: { uid: project.uid }, search: { view: next }, replace: true })}
              tabs={PROJECT_VIEWS.map((value) => ({ value, label: VIEW[value]() }))}
            />
            <QuickAdd add={desk.add} />
          </div>
          <h2 className="sr-only">{m.projects_tasks_heading()}</h2>
          <div className="min-h-0 flex-1">
            {desk.tasks.length === 0 && view !== "summary" && board?.isOwn !== true ? (
              <EmptyState icon={ListTodo} title={m.projects_no_tasks_title()}>
                {m.projects_no_tasks_text()}
              </EmptyState>
            ) : (
              <Suspense fallback={<Loading label={m.projects_view_loading()} />}>
                <TheView {...{ view, project, desk, board, actions }} />
              </Suspense>
            )}
          </div>
        </div>
      </Page>
      {task !== undefined && <TaskDialog key={task.uid} task={task} desk={desk} onClose={() => setDetailed(null)} onOpen={({ uid }) => setDetailed(uid)} />}
    </>
  );
}

interface TheViewProps {
  view: ProjectView;
  project: Project;
  desk: TaskDesk;
  board: ReturnType<typeof useBoard>;
  actions: TaskActions;
}

function TheView({ view, project, desk, board, actions }: TheViewProps) {
  const { tasks, marked } = desk;
  const milestones = useMilestones(project.plan_uid);
  switch (view) {
    case "board":
      return board === undefined ? <Loading label={m.projects_view_loading()} /> : <TaskBoard {...{ tasks, marked, actions, board }} />;
    case "list":
      return <TaskList {...{ tasks, marked, actions }} changeMany={desk.changeMany} />;
    case "timeline":
      return <Timeline project={project} tasks={tasks} change={desk.change} onDetails={actions.details} />;
    case "graph":
      return (
        <GraphView
          tasks={tasks}
          marked={marked}
          onWait={(earlier, later, waits) => void desk.wait(earlier, later, waits)}
          onDetails={actions.details}
        />
      );
    case "summary":
      return <Summary project={project} tasks={tasks} onDetails={actions.details} />;
    case "calendar":
      return (
        <MonthView
          tasks={tasks}
          milestones={milestones}
          planHref={project.plan_uid && `/plans/${project.plan_uid}`}
          marked={marked}
          onDue={(task, due_on) => actions.change(task, { due_on })}
          onDetails={actions.details}
        />
      );
  }
}
