/// Tasks that are due at about the same time, each with the box that completes it.
import { useRun, type Task } from "@/api";
import { Badge, Checkbox, cx, DayText, ListRow, useToast } from "@/components";
import { m } from "@/i18n";
import { Section } from "./Section";

export function TaskSection({ title, tone, tasks }: { title: string; tone: "late" | "today" | "later"; tasks: readonly Task[] }) {
  if (tasks.length === 0) return null;
  return (
    <Section title={title} count={tasks.length} late={tone === "late"}>
      <ul>
        {tasks.map((task) => (
          <li key={task.uid}>
            <TaskRow task={task} late={tone === "late"} showDay={tone !== "today"} />
          </li>
        ))}
      </ul>
    </Section>
  );
}

function TaskRow({ task, late, showDay }: { task: Task; late: boolean; showDay: boolean }) {
  const show = useToast();
  const undo = useRun("tasks.update");
  const complete = useRun("tasks.update", {
    onDone: (done) =>
      show({
        tone: "success",
        title: m.today_completed({ title: task.title }),
        action: { label: m.action_undo(), run: () => undo.run({ uid: done.uid, rev: done.rev, status: task.status }) },
      }),
  });
  // The row goes when the host says so; until then the tick shows that the person was heard.
  const ticked = complete.busy;
  return (
    <ListRow
      {...(task.project_uid ? { to: `/projects/${task.project_uid}` } : {})}
      leading={<Checkbox hideLabel label={m.today_complete({ title: task.title })} checked={ticked} disabled={ticked} onChange={() => complete.run({ uid: task.uid, rev: task.rev, status: "completed" })} />}
      title={<span className={cx("font-normal", ticked && "text-ink-3 line-through")}>{task.title}</span>}
      subtitle={task.project_title ? `${task.key} · ${task.project_title}` : task.key}
      trailing={
        <>
          {task.priority === "urgent" && <Badge tone="red">{m.today_priority_urgent()}</Badge>}
          {task.priority === "high" && <Badge tone="amber">{m.today_priority_high()}</Badge>}
          {showDay && task.due_on && (
            <span className={cx(late && "text-red")}>
              <DayText day={task.due_on} />
            </span>
          )}
        </>
      }
    />
  );
}
