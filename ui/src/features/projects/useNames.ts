/// What the identities in a history are called: secretaries, tasks of the project, labels and columns.
import { useRead, type Task } from "@/api";

/** Names by identity; what is not loaded yet is missing. */
export function useNames(tasks: readonly Task[], projectUid: string | null): ReadonlyMap<string, string> {
  const people = useRead("people.list", {});
  const labels = useRead("labels.list", {});
  const boards = useRead("boards.list", { project_uid: projectUid });
  return new Map([
    ...(people.data?.secretaries ?? []).map(({ uid, name }): [string, string] => [uid, name]),
    ...(labels.data ?? []).map(({ uid, name }): [string, string] => [uid, name]),
    ...(boards.data ?? []).flatMap(({ columns }) => columns.map(({ uid, name }): [string, string] => [uid, name])),
    ...tasks.map(({ uid, key }): [string, string] => [uid, key]),
  ]);
}
