/// The trash: what was deleted, by kind, to be restored or to go for good. Must not know what the things themselves hold.
import { Trash2 } from "lucide-react";
import { useRef, useState } from "react";
import { useFailToast, useRead, useRun, type Purged, type TrashItem } from "@/api";
import { AppLink, Button, EmptyState, ErrorNotice, Loading, Page, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { asFailure } from "@/platform";
import { groupsOf, titleOf } from "./groups";
import { PurgeDialog } from "./PurgeDialog";
import { RenameDialog, type Rename } from "./RenameDialog";
import { TrashSection } from "./TrashSection";

export default function TrashPlace() {
  const trash = useRead("trash.list", {});
  const show = useToast();
  const fail = useFailToast();
  const list = useRef<HTMLDivElement>(null);
  const [rename, setRename] = useState<Rename | null>(null);
  /** What is asked to go for good: one thing, or everything. */
  const [going, setGoing] = useState<TrashItem | "everything" | null>(null);

  // The row that was pressed is gone then, so the keyboard goes on from the list.
  const goOn = () => requestAnimationFrame(() => list.current?.focus());
  const restored = (title: string) => {
    show({ tone: "success", title: m.trash_restored({ title }) });
    setRename(null);
    goOn();
  };
  const restore = useRun("trash.restore");
  const bringBack = (item: TrashItem) => {
    const { entity, uid, rev } = item;
    restore.runAsync({ entity, uid, rev }).then(
      () => restored(titleOf(item)),
      (thrown: unknown) => {
        const failure = asFailure(thrown);
        const { reason, free_name: free } = failure.params;
        if (failure.code === "refused" && reason === "name_taken") setRename({ item, free: typeof free === "string" ? free : item.title });
        else fail(failure);
      },
    );
  };
  const purged = ({ purged, kept }: Purged) => {
    setGoing(null);
    show({
      tone: kept > 0 ? "info" : "success",
      title: m.trash_purged({ count: formatNumber(purged) }),
      ...(kept > 0 ? { description: m.trash_kept({ count: formatNumber(kept) }) } : {}),
    });
    goOn();
  };

  const items = trash.data?.items ?? [];
  const days = formatNumber(trash.data?.days ?? 0);
  return (
    <Page
      title={m.trash_title()}
      subtitle={
        trash.data && (
          <>
            {m.trash_subtitle({ days })}{" "}
            <AppLink to="/settings" className="text-accent-ink underline-offset-2 hover:underline">
              {m.trash_settings()}
            </AppLink>
          </>
        )
      }
      actions={
        items.length > 0 && (
          <Button icon={Trash2} onClick={() => setGoing("everything")}>
            {m.trash_empty_action()}
          </Button>
        )
      }
    >
      <div ref={list} tabIndex={-1} className="flex max-w-3xl flex-col gap-7 outline-none">
        {trash.isError && <ErrorNotice error={trash.error} retry={() => void trash.refetch()} />}
        {trash.isPending && <Loading label={m.trash_loading()} />}
        {trash.isSuccess && items.length === 0 && (
          <EmptyState icon={Trash2} title={m.trash_empty_title()}>
            {m.trash_empty_text({ days })}
          </EmptyState>
        )}
        {groupsOf(items).map((group) => (
          <TrashSection key={group.kind} group={group} busy={restore.busy} onRestore={bringBack} onPurge={setGoing} />
        ))}
      </div>
      {rename !== null && <RenameDialog key={rename.item.uid} {...rename} onDone={restored} onClose={() => setRename(null)} />}
      {going !== null && <PurgeDialog items={going === "everything" ? items : [going]} everything={going === "everything"} onDone={purged} onClose={() => setGoing(null)} />}
    </Page>
  );
}
