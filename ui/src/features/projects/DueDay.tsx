/// A task's due day in words, and marked when it has passed.
import { CalendarClock } from "lucide-react";
import { useToday, type Task } from "@/api";
import { cx, DayText } from "@/components";
import { m } from "@/i18n";
import { isClosed } from "./stages";

export function DueDay({ task }: { task: Task }) {
  const today = useToday();
  if (task.due_on === null) return null;
  const late = task.due_on < today && !isClosed(task.status);
  return (
    <span className={cx("inline-flex items-center gap-1 text-sm", late ? "font-medium text-red" : "text-ink-3")}>
      <CalendarClock size={13} aria-hidden />
      {late && <span className="sr-only">{m.projects_overdue()}</span>}
      <DayText day={task.due_on} />
    </span>
  );
}
