/// The history of a task: what of it changed, from what to what, by whom and why.
import { useRead, type Task } from "@/api";
import { ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";
import { HistoryLines } from "../HistoryLines";
import { toldFields } from "../historyWords";
import { useNames } from "../useNames";

const MOST = 200;

export function Happened({ task, tasks }: { task: Task; tasks: readonly Task[] }) {
  const history = useRead("tasks.history", { uid: task.uid, limit: MOST });
  const names = useNames(tasks, task.project_uid);
  if (history.isPending) return <Loading label={m.projects_history_loading()} />;
  if (history.data === undefined) return <ErrorNotice error={history.error} retry={() => void history.refetch()} />;
  const lines = history.data
    .map((entry) => ({ ...entry, fields: toldFields(entry.fields) }))
    .filter(({ action, fields, reason }) => action !== "update" || fields.length > 0 || reason !== null);
  return <HistoryLines lines={lines} names={names} />;
}
