/// The boxes that add kinds of points to a graph; they are its legend as well.
import { Checkbox, cx } from "@/components";
import { m } from "@/i18n";
import type { GraphFilters } from "./filters";

const KINDS: readonly { name: keyof GraphFilters; label: () => string; dot: string }[] = [
  { name: "unresolved", label: m.vault_graph_unresolved, dot: "bg-ink-3 opacity-55" },
  { name: "tags", label: m.vault_graph_tags, dot: "bg-green" },
  { name: "attachments", label: m.vault_graph_attachments, dot: "bg-amber" },
];

export function FilterBar({ filters, onChange }: { filters: GraphFilters; onChange: (name: keyof GraphFilters, on: boolean) => void }) {
  return (
    <div role="group" aria-label={m.vault_graph_filters()} className="flex flex-wrap items-center gap-x-4 gap-y-1 text-sm">
      {KINDS.map(({ name, label, dot }) => (
        <Checkbox key={name} label={label()} checked={filters[name]} onChange={(on) => onChange(name, on)}>
          <span className="inline-flex items-center gap-1.5 text-sm text-ink-2">
            <span className={cx("size-2 rounded-full", dot)} aria-hidden />
            {label()}
          </span>
        </Checkbox>
      ))}
    </div>
  );
}
