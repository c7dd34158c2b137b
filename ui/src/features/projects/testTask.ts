/// A task for tests, of which only what matters has to be named.
import type { Task } from "@/api";

export function testTask(number: number, fields: Partial<Task> = {}): Task {
  return {
    uid: `t${number}`, rev: 1, number, key: `HIS-${number}`, title: `Task ${number}`, status: "pending", priority: "medium", due_on: null, description: "", task_type: "task",
    assistant_uid: null, start_on: null, estimated_minutes: null, actual_minutes: null, parent_uid: null, milestone_uid: null, labels: [], depends_on: [], open_prerequisites: 0,
    column_uid: null, started_at: null, created_at: "2026-01-01T00:00:00.000Z", project_uid: "p", project_title: "P", position: number, completed_at: null,
    updated_at: "2026-01-01T00:00:00.000Z", recurrence: null, checklist: [], source_path: null, ...fields,
  };
}
