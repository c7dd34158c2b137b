/// What can be done with the files of the vault: making, renaming, moving, throwing away. Owns which question is open
/// and what is said afterwards; whoever has a file's name can ask for any of it. Must not know the tree.
import { useRouter } from "@tanstack/react-router";
import { createContext, use, useState, type ReactNode } from "react";
import { errorText, useAppState, useFailToast, useRun, type Renamed } from "@/api";
import { useToast } from "@/components";
import { useVaultUndo } from "@/features/history/useVaultUndo";
import { formatNumber, m } from "@/i18n";
import { useHost, type CommandFailure } from "@/platform";
import { settleWriting } from "../editor/keepers";
import { obsidianAddress } from "../paths";
import { DeleteDialog } from "./DeleteDialog";
import { MoveDialog } from "./MoveDialog";
import { NewFolderDialog, NewNoteDialog } from "./NewDialogs";
import { RenameDialog } from "./RenameDialog";
import { afterMove, fileName, folderOf, isWithin, splitName } from "./treeRows";

type Question = { kind: "new_note" | "new_folder"; folder: string } | { kind: "rename" | "move" | "delete"; path: string };

export interface FileWork {
  newNote: (folder: string) => void;
  newFolder: (folder: string) => void;
  rename: (path: string) => void;
  /** Asks where to; with `to` it moves there at once. */
  move: (path: string, to?: string) => void;
  /** Asks first. */
  remove: (path: string) => void;
  openInObsidian: (path: string) => void;
  copyLink: (path: string) => void;
}

const FileWorkContext = createContext<FileWork | null>(null);

/** What can be done with files, below {@link FileWorkProvider}. */
export function useFileWork(): FileWork {
  const work = use(FileWorkContext);
  if (work === null) throw new Error("no file work above this component");
  return work;
}

/** The name of a file or folder as it is spoken of: without its folders, and a note without its ending. */
export function spokenName(path: string, extensions: readonly string[]): string {
  const { stem, ending } = splitName(fileName(path));
  return extensions.includes(ending.slice(1).toLowerCase()) ? stem : stem + ending;
}

export function FileWorkProvider({ children }: { children: ReactNode }) {
  const [question, setQuestion] = useState<Question | null>(null);
  const { vault } = useAppState();
  const router = useRouter();
  const host = useHost();
  const toast = useToast();
  const fail = useFailToast();
  const undoable = useVaultUndo();
  const extensions = vault?.file_extensions ?? [];
  const said = (path: string) => spokenName(path, extensions);
  const show = (path: string) => void router.navigate({ to: "/vault", search: { path } });
  // Asked when it is needed: what a toast offers may be taken up much later, from another note.
  const opened = () => (router.state.location.search as { path?: string }).path;

  const moved = (from: string, { path, links_updated, notes_updated, left }: Renamed, back: boolean) => {
    const open = opened();
    if (open !== undefined && afterMove(open, from, path) !== open) show(afterMove(open, from, path));
    const updated = links_updated > 0 ? m.files_links_updated({ links: formatNumber(links_updated), notes: formatNumber(notes_updated) }) : "";
    const missed = left.length > 0 ? m.files_links_left({ count: formatNumber(left.length), first: said(left[0]?.path ?? "") }) : "";
    toast({
      tone: left.length > 0 ? "error" : "success",
      title: folderOf(from) === folderOf(path) ? m.files_renamed({ name: said(path) }) : m.files_moved({ name: said(path), folder: folderOf(path) || m.vault_top_folder() }),
      description: `${updated} ${missed}`.trim() || undefined,
      ...(back && undoable(async () => moved(path, await renaming.runAsync({ path, to: from }), false))),
    });
  };
  const renaming = useRun("vault.rename");
  /** Writes what is being typed first, since afterwards its file is another. */
  const renameTo = async (path: string, to: string): Promise<void> => {
    await settleWriting();
    moved(path, await renaming.runAsync({ path, to }), true);
  };

  const undelete = async (path: string, trash_path: string) => {
    const back = await host.call("vault.undelete", { path, trash_path });
    toast({ tone: "success", title: m.files_undeleted({ name: said(back.path) }) });
  };
  const remove = async (path: string) => {
    try {
      await settleWriting();
      const { how, trash_path } = await host.call("vault.delete", { path });
      const open = opened();
      if (open !== undefined && isWithin(open, path)) void router.navigate({ to: "/vault" });
      toast({
        title: m.files_deleted({ name: said(path) }),
        description: how === "vault_trash" ? m.files_deleted_vault_trash() : m.files_deleted_system_trash(),
        ...undoable(trash_path === null ? null : () => undelete(path, trash_path)),
      });
    } catch (failure) {
      fail(failure as CommandFailure);
    }
  };

  const copyLink = async (path: string) => {
    const name = said(path);
    try {
      // The name alone where it leads here, else the whole path.
      const { path: leads } = await host.call("vault.resolve", { from: "", link: name });
      const { stem, ending } = splitName(path);
      const link = leads === path ? `[[${name}]]` : `[[${extensions.includes(ending.slice(1).toLowerCase()) ? stem : path}]]`;
      await navigator.clipboard.writeText(link);
      toast({ title: m.files_link_copied(), description: link, tone: "success" });
    } catch (failure) {
      toast({ title: m.files_link_not_copied(), description: errorText(failure).what, tone: "error" });
    }
  };

  const work: FileWork = {
    newNote: (folder) => setQuestion({ kind: "new_note", folder }),
    newFolder: (folder) => setQuestion({ kind: "new_folder", folder }),
    rename: (path) => setQuestion({ kind: "rename", path }),
    move: (path, to) => {
      if (to === undefined) setQuestion({ kind: "move", path });
      else renameTo(path, to).catch(fail);
    },
    remove: (path) => setQuestion({ kind: "delete", path }),
    openInObsidian: (path) => vault !== null && void host.openExternal(obsidianAddress(vault.path, path)),
    copyLink: (path) => void copyLink(path),
  };
  const close = () => setQuestion(null);

  return (
    <FileWorkContext value={work}>
      {children}
      {question?.kind === "new_note" && <NewNoteDialog folder={question.folder} onClose={close} onMade={show} />}
      {question?.kind === "new_folder" && <NewFolderDialog folder={question.folder} onClose={close} />}
      {question?.kind === "rename" && <RenameDialog path={question.path} extensions={extensions} onClose={close} onRename={renameTo} />}
      {question?.kind === "delete" && <DeleteDialog path={question.path} name={said(question.path)} onClose={close} onDelete={(path) => void remove(path)} />}
      {question?.kind === "move" && <MoveDialog path={question.path} name={said(question.path)} onClose={close} onMove={renameTo} />}
    </FileWorkContext>
  );
}
