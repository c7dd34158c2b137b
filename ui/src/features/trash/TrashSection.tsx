/// The things of one kind in the trash: when each went, when it goes for good, and what can be done about it.
import { Trash2, Undo2 } from "lucide-react";
import { useId, useState } from "react";
import { useToday, type TrashItem } from "@/api";
import { Badge, Button, DayText, IconButton, InstantText, ListRow } from "@/components";
import { formatNumber, localDay, m } from "@/i18n";
import { goesSoon, titleOf, type TrashGroup } from "./groups";

/** So many rows are drawn at first, and more on request. */
const AT_ONCE = 100;

export interface TrashSectionProps {
  group: TrashGroup;
  /** Something is being restored. */
  busy: boolean;
  onRestore: (item: TrashItem) => void;
  onPurge: (item: TrashItem) => void;
}

export function TrashSection({ group, busy, onRestore, onPurge }: TrashSectionProps) {
  const id = useId();
  const [most, setMost] = useState(AT_ONCE);
  const left = group.items.length - most;
  return (
    <section aria-labelledby={id}>
      <h2 id={id} className="chrome mb-2 px-1 text-sm font-medium text-ink-2">
        {m.trash_group({ kind: group.name, count: formatNumber(group.items.length) })}
      </h2>
      <ul className="divide-y divide-line rounded-lg border border-line bg-raised shadow-1">
        {group.items.slice(0, most).map((item) => (
          <li key={item.uid} className="px-1 py-0.5">
            <ListRow
              title={titleOf(item)}
              subtitle={<When item={item} />}
              trailing={
                <>
                  {item.belongings > 0 && <Badge>{m.trash_belongings({ count: formatNumber(item.belongings) })}</Badge>}
                  <Button size="sm" icon={Undo2} disabled={busy} aria-label={m.trash_restore_of({ title: titleOf(item) })} onClick={() => onRestore(item)}>
                    {m.trash_restore()}
                  </Button>
                  <IconButton size="sm" icon={Trash2} label={m.trash_purge_of({ title: titleOf(item) })} onClick={() => onPurge(item)} />
                </>
              }
            />
          </li>
        ))}
      </ul>
      {left > 0 && (
        <Button size="sm" variant="ghost" className="mt-2" onClick={() => setMost(most + AT_ONCE)}>
          {m.trash_more({ count: formatNumber(left) })}
        </Button>
      )}
    </section>
  );
}

function When({ item }: { item: TrashItem }) {
  const today = useToday();
  return (
    <>
      {m.trash_went()}
      <InstantText instant={item.deleted_at} />
      {" · "}
      {goesSoon(item, today) ? (
        m.trash_goes_soon()
      ) : (
        <>
          {m.trash_goes()}
          <DayText day={localDay(new Date(item.purge_at))} />
        </>
      )}
    </>
  );
}
