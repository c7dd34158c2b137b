/// What can be done with one task, as a menu.
import { ArrowRightLeft, CalendarDays, Ellipsis, MessagesSquare, Pencil, Trash2 } from "lucide-react";
import type { Task } from "@/api";
import { IconButton, Menu } from "@/components";
import { useTalkAbout } from "@/features/talk/about";
import { m } from "@/i18n";
import { columnOf, COLUMNS, type Column } from "./board";
import { columnWord } from "./words";

export interface TaskMenuProps {
  task: Task;
  onRename: () => void;
  onDetails: () => void;
  onMove: (column: Column) => void;
  onDelete: () => void;
}

/** After this many milliseconds the closed menu has given the focus back, and a field may take it. */
const FOCUS_IS_BACK_MS = 60;

const GOALS: readonly Column[] = [...COLUMNS, "cancelled"];

export function TaskMenu({ task, onRename, onDetails, onMove, onDelete }: TaskMenuProps) {
  const talkAbout = useTalkAbout();
  const here = columnOf(task.status);
  return (
    <Menu
      trigger={<IconButton size="sm" icon={Ellipsis} label={m.projects_task_menu({ key: task.key })} data-no-drag />}
      items={[
        ...GOALS.filter((column) => column !== here).map((column) => ({
          label: m.projects_move_to({ column: columnWord(column) }),
          icon: ArrowRightLeft,
          onSelect: () => onMove(column),
        })),
        { label: m.projects_task_rename(), icon: Pencil, onSelect: () => void setTimeout(onRename, FOCUS_IS_BACK_MS) },
        { label: m.projects_task_details(), icon: CalendarDays, onSelect: onDetails },
        { label: m.talk_this(), icon: MessagesSquare, onSelect: () => talkAbout({ kind: "task", id: task.uid }) },
        { label: m.projects_task_delete(), icon: Trash2, danger: true, onSelect: onDelete },
      ]}
    />
  );
}
