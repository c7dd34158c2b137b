/// The vault as a tree of folders and files. Folders are read when they are opened; which are open is remembered.
import { DndContext, DragOverlay, MeasuringStrategy, PointerSensor, pointerWithin, useSensor, useSensors, type CollisionDetection } from "@dnd-kit/core";
import { useNavigate } from "@tanstack/react-router";
import { ChevronsDownUp, Copy, ExternalLink, FileImage, FilePlus, FileText, Folder, FolderInput, FolderOpen, FolderPlus, LoaderCircle, Locate, Pencil, Trash2, Workflow } from "lucide-react";
import { useEffect, useEffectEvent, useState, type KeyboardEvent } from "react";
import { createPortal } from "react-dom";
import { useAppState, type FileKind } from "@/api";
import { EmptyState, ErrorNotice, IconButton, Loading, TREE_ROOM, TreeView, type Icon, type MenuItem } from "@/components";
import { formatNumber, m } from "@/i18n";
import { isTexts, useStored } from "../stored";
import { useFileWork } from "./FileWork";
import { dropTarget, folderOf, foldersAbove, splitName, type VaultRow } from "./treeRows";
import { useTree } from "./useTree";

/** A folder that something is held over opens after so long. */
const HOVER_MS = 700;
const KIND: Record<FileKind, Icon> = { note: FileText, canvas: Workflow, attachment: FileImage };

export function VaultTree({ path }: { path: string | null }) {
  const { vault } = useAppState();
  const work = useFileWork();
  const navigate = useNavigate();
  const [open, setOpen] = useStored<readonly string[]>(`hisho.tree.${vault?.uid ?? ""}`, [], isTexts);
  const [held, setHeld] = useState<string | null>(null);
  const [over, setOver] = useState<string | null>(null);
  const tree = useTree(open);
  const sensors = useSensors(useSensor(PointerSensor, { activationConstraint: { distance: 6 } }));

  const expand = (paths: readonly string[], shown: boolean) => {
    const changed = new Set(paths);
    setOpen(shown ? [...open.filter((path) => !changed.has(path)), ...paths] : open.filter((path) => !changed.has(path)));
  };
  const reveal = (path: string) => {
    const closed = foldersAbove(path).filter((folder) => !open.includes(folder));
    if (closed.length > 0) expand(closed, true);
  };
  // What is opened elsewhere is shown in its place.
  const follow = useEffectEvent(reveal);
  useEffect(() => {
    if (path !== null) follow(path);
  }, [path]);

  useEffect(() => {
    if (held === null || over === null || open.includes(over)) return undefined;
    const timer = setTimeout(() => setOpen([...open, over]), HOVER_MS);
    return () => clearTimeout(timer);
  }, [held, over, open, setOpen]);

  const rowOf = (id: unknown) => tree.rows.find((row) => row.id === id);
  /** The folder into which a drop on this row goes. */
  const folderUnder = (id: unknown): string => {
    const row = rowOf(id);
    return row?.kind === "folder" ? row.id : row?.kind === "file" ? folderOf(row.id) : "";
  };
  const drop = (id: string, onto: unknown) => {
    const to = dropTarget(id, folderUnder(onto));
    if (to !== null) work.move(id, to);
  };

  const keys = (event: KeyboardEvent, row: VaultRow): boolean => {
    if (row.kind !== "folder" && row.kind !== "file") return false;
    if (event.key === "F2") work.rename(row.id);
    else if (event.key === "Delete" || (event.key === "Backspace" && event.metaKey)) work.remove(row.id);
    else return false;
    return true;
  };
  const menu = (row: VaultRow | null): MenuItem[] => {
    const folder = row === null ? "" : folderUnder(row.id);
    const making = [
      { label: m.files_new_note(), icon: FilePlus, onSelect: () => work.newNote(folder) },
      { label: m.files_new_folder(), icon: FolderPlus, onSelect: () => work.newFolder(folder) },
    ];
    if (row?.kind !== "folder" && row?.kind !== "file") return making;
    return [
      ...making,
      { label: m.files_rename_action(), icon: Pencil, onSelect: () => work.rename(row.id) },
      { label: m.files_move_action(), icon: FolderInput, onSelect: () => work.move(row.id) },
      ...(row.kind === "file"
        ? [
            { label: m.files_copy_link(), icon: Copy, onSelect: () => work.copyLink(row.id) },
            { label: m.vault_open_obsidian(), icon: ExternalLink, onSelect: () => work.openInObsidian(row.id) },
          ]
        : []),
      { label: m.files_delete(), icon: Trash2, danger: true, onSelect: () => work.remove(row.id) },
    ];
  };

  if (tree.error) {
    return (
      <div className="p-4">
        <ErrorNotice error={tree.error} retry={tree.retry} />
      </div>
    );
  }
  if (!tree.known) return <Loading label={m.vault_loading()} />;
  const inHand = rowOf(held);
  const here = path === null ? "" : folderOf(path);
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div role="toolbar" aria-label={m.files_tree_tools()} className="flex items-center gap-0.5 px-3 pb-1">
        <IconButton size="sm" icon={FilePlus} label={m.files_new_note()} onClick={() => work.newNote(here)} />
        <IconButton size="sm" icon={FolderPlus} label={m.files_new_folder()} onClick={() => work.newFolder(here)} />
        <span className="flex-1" />
        <IconButton size="sm" icon={Locate} label={m.files_reveal()} disabled={path === null} onClick={() => path !== null && reveal(path)} />
        <IconButton size="sm" icon={ChevronsDownUp} label={m.files_collapse_all()} disabled={open.length === 0} onClick={() => setOpen([])} />
      </div>
      <div className="min-h-0 flex-1">
        {tree.rows.length === 0 ? (
          vault?.status === "indexing" ? (
            <EmptyState icon={LoaderCircle} title={m.vault_indexing_empty_title()}>
              {m.vault_indexing_empty_text()}
            </EmptyState>
          ) : (
            <EmptyState icon={FolderOpen} title={m.vault_empty_title()}>
              {m.vault_empty_text()}
            </EmptyState>
          )
        ) : (
          <DndContext
            sensors={sensors}
            collisionDetection={rowBeforeRoom}
            measuring={MEASURED}
            onDragStart={({ active }) => setHeld(String(active.id))}
            onDragOver={({ over: under }) => setOver(under !== null && rowOf(under.id)?.kind === "folder" ? String(under.id) : null)}
            onDragCancel={() => setHeld(null)}
            onDragEnd={({ active, over: under }) => {
              setHeld(null);
              setOver(null);
              if (under !== null) drop(String(active.id), under.id);
            }}
          >
            <TreeView
              items={tree.rows}
              label={m.files_tree_label()}
              selected={path}
              onExpand={(rows, shown) => expand(rows.filter((row) => row.kind === "folder").map(({ id }) => id), shown)}
              onOpen={(row) => {
                if (row.kind === "failed") tree.retry();
                else if (row.kind === "file") void navigate({ to: "/vault", search: { path: row.id } });
              }}
              menu={menu}
              onKey={keys}
              canDrag={(row) => row.kind === "file" || row.kind === "folder"}
              render={(row) => <RowWords row={row} />}
            />
            {createPortal(
              <DragOverlay dropAnimation={null}>
                {inHand && (
                  <div className="chrome inline-flex max-w-72 items-center gap-2 rounded-md border border-line bg-raised px-3 py-1.5 text-base shadow-2">
                    <RowWords row={inHand} />
                  </div>
                )}
              </DragOverlay>,
              document.body,
            )}
          </DndContext>
        )}
      </div>
    </div>
  );
}

/** Rows move while something is held over them: folders open, the tree scrolls. */
const MEASURED = { droppable: { strategy: MeasuringStrategy.WhileDragging, frequency: 150 } };

/** A row wins over the room around all rows. */
const rowBeforeRoom: CollisionDetection = (args) => {
  const hit = pointerWithin(args);
  const rows = hit.filter(({ id }) => id !== TREE_ROOM);
  return rows.length > 0 ? rows : hit;
};

function RowWords({ row }: { row: VaultRow }) {
  switch (row.kind) {
    case "folder": {
      const Glyph = row.expanded ? FolderOpen : Folder;
      return (
        <>
          <Glyph size={15} className="shrink-0 text-ink-3" aria-hidden />
          <span className="min-w-0 flex-1 truncate">{row.name}</span>
          <span className="shrink-0 text-xs text-ink-3 tabular-nums">
            <span aria-hidden>{formatNumber(row.folder.notes)}</span>
            <span className="sr-only">{m.files_folder_notes({ count: formatNumber(row.folder.notes) })}</span>
          </span>
        </>
      );
    }
    case "file": {
      const Glyph = KIND[row.file.kind];
      const { ending } = splitName(row.file.path);
      return (
        <>
          <Glyph size={15} className="shrink-0 text-ink-3" aria-hidden />
          <span className="min-w-0 flex-1 truncate">{row.name}</span>
          {row.file.kind !== "note" && <span className="shrink-0 rounded-sm bg-sunken px-1 text-xs text-ink-3 uppercase">{ending.slice(1)}</span>}
        </>
      );
    }
    case "waiting":
      return <span className="text-ink-3">{m.vault_row_loading()}</span>;
    case "failed":
      return <span className="text-red">{m.files_folder_failed()}</span>;
  }
}
