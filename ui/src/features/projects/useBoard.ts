/// The columns of a project's board: the person's own, or the three that stand there until they change one.
/// Must not know how columns are drawn.
import { useQueryClient } from "@tanstack/react-query";
import { readKey, useFailToast, useRead, type Board, type Column } from "@/api";
import { useToast } from "@/components";
import { m } from "@/i18n";
import { asFailure, useHost } from "@/platform";
import { useUndoOffer } from "./useUndoOffer";

export interface BoardDesk {
  columns: readonly Column[];
  /** Whether the columns are the person's own. */
  isOwn: boolean;
  /** Puts these columns in place of the present ones; false when it was refused, which has been said by then. */
  edit: (columns: readonly Column[]) => Promise<boolean>;
  /** Takes a column away, with a way back; its tasks stay. */
  remove: (column: Column) => void;
}

/** What stands there before the person made columns; each name is where its tasks go by their stage. */
function givenColumns(): Column[] {
  return [
    { uid: "todo", name: m.projects_column_todo(), status: "pending", color: null, wip_limit: null },
    { uid: "doing", name: m.projects_column_doing(), status: "in_progress", color: null, wip_limit: null },
    { uid: "done", name: m.projects_column_done(), status: "completed", color: null, wip_limit: null },
  ];
}

/** A desk for the board of a project; undefined until it is known whether there is one. */
export function useBoard(projectUid: string): BoardDesk | undefined {
  const host = useHost();
  const queries = useQueryClient();
  const fail = useFailToast();
  const toast = useToast();
  const offerUndo = useUndoOffer();
  const input = { project_uid: projectUid };
  const boards = useRead("boards.list", input);
  const [board] = boards.data ?? [];
  if (boards.isPending) return undefined;

  const columns = board?.columns ?? givenColumns();
  const keep = (kept: Board) => queries.setQueryData<Board[]>(readKey("boards.list", input), (known = []) => [kept, ...known.filter(({ uid }) => uid !== kept.uid)]);
  const edit = async (wanted: readonly Column[]) => {
    try {
      if (board === undefined) {
        // The given columns become the person's own with the first change to one.
        const own = wanted.map((column) => ({ ...column, uid: "" }));
        keep(await host.call("boards.create", { ...input, name: m.projects_board_name(), columns: own }));
      } else keep(await host.call("boards.update", { uid: board.uid, rev: board.rev, columns: [...wanted] }));
      return true;
    } catch (thrown) {
      fail(asFailure(thrown));
      void boards.refetch();
      return false;
    }
  };
  const remove = async (column: Column) => {
    if (!(await edit(columns.filter(({ uid }) => uid !== column.uid)))) return;
    toast({ title: m.projects_column_deleted({ column: column.name }), description: m.projects_column_deleted_text(), ...(await offerUndo()) });
  };
  return { columns, isOwn: board !== undefined, edit, remove: (column) => void remove(column) };
}
