/// A task whole. Its fields change when they are saved; what it is joined with, its parts and what is said about it
/// change at once.
import { useState } from "react";
import type { Task } from "@/api";
import { Button, Dialog, Tabs } from "@/components";
import { m } from "@/i18n";
import { DependencyEditor } from "../DependencyEditor";
import type { TaskDesk } from "../useTasks";
import { Checklist } from "./Checklist";
import { Comments } from "./Comments";
import { Draft } from "./Draft";
import { changedFields, draftOf, wrongIn } from "./draft";
import { Happened } from "./Happened";
import { Parts } from "./Parts";
import { TaskFieldsForm } from "./TaskFieldsForm";

type Page = "fields" | "dependencies" | "parts" | "draft" | "comments" | "history";

export interface TaskDialogProps {
  task: Task;
  desk: TaskDesk;
  onClose: () => void;
  /** Opens another task in its place. */
  onOpen: (task: Task) => void;
}

export function TaskDialog({ task, desk, onClose, onOpen }: TaskDialogProps) {
  const { tasks } = desk;
  const [page, setPage] = useState<Page>("fields");
  const [began] = useState(() => draftOf(task));
  const [draft, setDraft] = useState(began);
  const [busy, setBusy] = useState(false);
  const wrong = wrongIn(draft);
  const fields = changedFields(began, draft);
  const changed = Object.keys(fields).length > 0;

  const save = async () => {
    if (wrong.size > 0 || busy) return;
    setBusy(true);
    const saved = !changed || (await desk.change(task, fields));
    setBusy(false);
    if (saved) onClose();
  };
  const parts = tasks.filter(({ parent_uid }) => parent_uid === task.uid);
  const joined = task.depends_on.length + tasks.filter(({ depends_on }) => depends_on.includes(task.uid)).length;

  return (
    <Dialog
      open
      wide
      onOpenChange={(open) => !open && onClose()}
      title={m.projects_task_dialog_title({ key: task.key })}
      description={task.title}
      footer={
        <>
          <Button onClick={onClose}>{changed ? m.projects_cancel() : m.action_close()}</Button>
          {(page === "fields" || changed) && (
            <Button variant="primary" busy={busy} disabled={wrong.size > 0} onClick={() => void save()}>
              {m.projects_save()}
            </Button>
          )}
        </>
      }
    >
      <Tabs<Page>
        label={m.projects_task_pages()}
        value={page}
        onChange={setPage}
        tabs={[
          { value: "fields", label: m.projects_task_page_fields() },
          { value: "dependencies", label: m.projects_view_graph(), ...(joined > 0 && { count: joined }) },
          { value: "parts", label: m.projects_task_page_parts(), ...(parts.length > 0 && { count: parts.length }) },
          { value: "draft", label: m.projects_task_page_draft() },
          { value: "comments", label: m.projects_task_page_comments() },
          { value: "history", label: m.projects_task_page_history() },
        ]}
      >
        <div className="min-h-80 pb-2">
          {page === "fields" && <TaskFieldsForm draft={draft} wrong={wrong} onChange={(more) => setDraft((before) => ({ ...before, ...more }))} onEnter={() => void save()} />}
          {page === "dependencies" && (
            <div className="flex flex-col gap-5">
              <DependencyEditor task={task} tasks={tasks} onChange={(earlier, later, waits) => void desk.wait(earlier, later, waits)} onChoose={onOpen} />
            </div>
          )}
          {page === "parts" && (
            <div className="flex flex-col gap-6">
              <Checklist task={task} />
              <Parts task={task} parts={parts} desk={desk} onOpen={onOpen} />
            </div>
          )}
          {page === "draft" && <Draft task={task} onTaken={setPage} />}
          {page === "comments" && <Comments taskUid={task.uid} />}
          {page === "history" && <Happened task={task} tasks={tasks} />}
        </div>
      </Tabs>
    </Dialog>
  );
}
