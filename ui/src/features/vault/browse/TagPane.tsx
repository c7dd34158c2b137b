/// The tags of the vault as a tree with counts. Choosing one searches for it.
import { Hash, Tags } from "lucide-react";
import { useMemo } from "react";
import { useAppState, useRead } from "@/api";
import { EmptyState, ErrorNotice, Loading, Select, TreeView } from "@/components";
import { compareText, formatNumber, m } from "@/i18n";
import { isOneOf, isTexts, useStored } from "../stored";
import { tagRows, type TagOrder } from "./tagTree";

export function TagPane({ onSearch }: { onSearch: (tag: string) => void }) {
  const { vault } = useAppState();
  const tags = useRead("vault.tags", {});
  const [open, setOpen] = useStored<readonly string[]>(`hisho.tags.${vault?.uid ?? ""}`, [], isTexts);
  const [order, setOrder] = useStored<TagOrder>("hisho.tag-order", "name", isOneOf("name", "count"));
  const rows = useMemo(() => tagRows(tags.data ?? [], new Set(open), order, compareText), [tags.data, open, order]);
  if (tags.isPending) return <Loading label={m.tags_loading()} />;
  if (!tags.data) {
    return (
      <div className="p-4">
        <ErrorNotice error={tags.error} retry={() => void tags.refetch()} />
      </div>
    );
  }
  if (tags.data.length === 0) {
    return (
      <EmptyState icon={Tags} title={m.tags_none_title()}>
        {m.tags_none_text()}
      </EmptyState>
    );
  }
  return (
    <div className="flex h-full min-h-0 flex-col">
      <div className="flex items-center justify-between gap-2 px-5 pb-1.5">
        <p className="truncate text-sm text-ink-3">{m.tags_count({ count: formatNumber(tags.data.length) })}</p>
        <Select
          label={m.vault_sort_label()}
          hideLabel
          size="sm"
          value={order}
          onChange={setOrder}
          options={[
            { value: "name", label: m.tags_by_name() },
            { value: "count", label: m.tags_by_count() },
          ]}
        />
      </div>
      <div className="min-h-0 flex-1">
        <TreeView
          items={rows}
          label={m.tags_label()}
          selected={null}
          opensAll
          onOpen={(row) => onSearch(row.tag)}
          onExpand={(changed, shown) => {
            const ids = new Set(changed.filter((row) => row.expanded !== null).map(({ id }) => id));
            setOpen(shown ? [...open.filter((id) => !ids.has(id)), ...ids] : open.filter((id) => !ids.has(id)));
          }}
          render={(row) => (
            <>
              <Hash size={14} className="shrink-0 text-ink-3" aria-hidden />
              <span className="min-w-0 flex-1 truncate">{row.name}</span>
              <span className="shrink-0 text-xs text-ink-3 tabular-nums">
                <span aria-hidden>{formatNumber(row.notes)}</span>
                <span className="sr-only">{m.files_folder_notes({ count: formatNumber(row.notes) })}</span>
              </span>
            </>
          )}
        />
      </div>
    </div>
  );
}
