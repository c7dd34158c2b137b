/// Owns the words and colours for projects, tasks and columns. Must not know components or the host.
import type { Priority, ProjectStatus, TaskStatus, TaskType } from "@/api";
import type { BadgeTone, Icon } from "@/components";
import { m } from "@/i18n";
import type { ProjectView } from "./views";
import { ChevronsUp, ChevronUp, ChevronDown, Equal } from "lucide-react";

/** A project's status and its colour. */
export const PROJECT_STATUS: Record<ProjectStatus, { word: () => string; tone: BadgeTone }> = {
  draft: { word: m.projects_status_draft, tone: "neutral" },
  active: { word: m.projects_status_active, tone: "blue" },
  paused: { word: m.projects_status_paused, tone: "amber" },
  completed: { word: m.projects_status_completed, tone: "green" },
  cancelled: { word: m.projects_status_cancelled, tone: "neutral" },
};

/** A task's status in words. */
export const TASK_STATUS: Record<TaskStatus, () => string> = {
  pending: m.projects_task_status_pending,
  assigned: m.projects_task_status_assigned,
  in_progress: m.projects_task_status_in_progress,
  review: m.projects_task_status_review,
  blocked: m.projects_task_status_blocked,
  completed: m.projects_task_status_completed,
  cancelled: m.projects_task_status_cancelled,
};

/** What kind of work a task is. */
export const TASK_TYPE: Record<TaskType, () => string> = {
  task: m.projects_type_task,
  research: m.projects_type_research,
  design: m.projects_type_design,
  writing: m.projects_type_writing,
  development: m.projects_type_development,
  review: m.projects_type_review,
  meeting: m.projects_type_meeting,
  errand: m.projects_type_errand,
};

/** Every kind of work, the plain one first. */
export const TASK_TYPES: readonly TaskType[] = ["task", "research", "design", "writing", "development", "review", "meeting", "errand"];

/** A priority's word, sign and colour. */
export const PRIORITY: Record<Priority, { word: () => string; icon: Icon; tint: string }> = {
  urgent: { word: m.projects_priority_urgent, icon: ChevronsUp, tint: "text-red" },
  high: { word: m.projects_priority_high, icon: ChevronUp, tint: "text-amber" },
  medium: { word: m.projects_priority_medium, icon: Equal, tint: "text-ink-3" },
  low: { word: m.projects_priority_low, icon: ChevronDown, tint: "text-ink-3" },
};

/** What a way of looking at a project is called. */
export const VIEW: Record<ProjectView, () => string> = {
  board: m.projects_view_board,
  list: m.projects_view_list,
  timeline: m.projects_view_timeline,
  graph: m.projects_view_graph,
  calendar: m.projects_view_calendar,
  summary: m.projects_view_summary,
};
