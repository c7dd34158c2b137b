/// What can be done with one task, as a menu.
import { ArrowRightLeft, CircleOff, Ellipsis, MessagesSquare, PanelRight, Pencil, Trash2 } from "lucide-react";
import type { Column, Task } from "@/api";
import { IconButton, Menu } from "@/components";
import { useTalkAbout } from "@/features/talk/about";
import { m } from "@/i18n";
import { columnFor } from "./columns";

export interface TaskMenuProps {
  task: Task;
  /** Where it can go. */
  columns: readonly Column[];
  onRename: () => void;
  onDetails: () => void;
  onMove: (column: Column) => void;
  onCancel: () => void;
  onDelete: () => void;
}

/** After this many milliseconds the closed menu has given the focus back, and a field may take it. */
const FOCUS_IS_BACK_MS = 60;

export function TaskMenu({ task, columns, onRename, onDetails, onMove, onCancel, onDelete }: TaskMenuProps) {
  const talkAbout = useTalkAbout();
  const here = columnFor(task, columns);
  const goals = columns.filter(({ uid }) => uid !== here?.uid);
  return (
    <Menu
      trigger={<IconButton size="sm" icon={Ellipsis} label={m.projects_task_menu({ key: task.key })} data-no-drag />}
      items={[
        { label: m.projects_task_details(), icon: PanelRight, onSelect: onDetails },
        { label: m.projects_task_rename(), icon: Pencil, onSelect: () => void setTimeout(onRename, FOCUS_IS_BACK_MS) },
        { label: m.talk_this(), icon: MessagesSquare, onSelect: () => talkAbout({ kind: "task", id: task.uid }) },
        ...goals.map((column) => ({ label: m.projects_move_to({ column: column.name }), icon: ArrowRightLeft, onSelect: () => onMove(column) })),
        ...(task.status === "cancelled" ? [] : [{ label: m.projects_task_cancel(), icon: CircleOff, onSelect: onCancel }]),
        { label: m.projects_task_delete(), icon: Trash2, danger: true, onSelect: onDelete },
      ]}
    />
  );
}
