/// Shows what would go for good, and lets the person decide it: one thing, or the whole trash.
import { useDecide, type Purged, type TrashItem } from "@/api";
import { Button, Dialog, ErrorNotice } from "@/components";
import { formatNumber, m } from "@/i18n";
import type { Gesture } from "@/platform";
import { countOf, groupsOf, titleOf } from "./groups";

/** So many titles are named; the rest is counted. */
const NAMED = 200;

export interface PurgeDialogProps {
  items: readonly TrashItem[];
  /** They are all there is, and the trash is to be emptied. */
  everything: boolean;
  onDone: (purged: Purged) => void;
  onClose: () => void;
}

export function PurgeDialog({ items, everything, onDone, onClose }: PurgeDialogProps) {
  const options = { onDone, onFail: () => undefined };
  const purge = useDecide("trash.purge", options);
  const empty = useDecide("trash.empty", options);
  const error = purge.error ?? empty.error;
  const named = items.slice(0, NAMED);
  const decide = (gesture: Gesture) => {
    const [item] = items;
    if (everything) empty.decide({}, gesture);
    else if (item) purge.decide({ entity: item.entity, uid: item.uid }, gesture);
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={everything ? m.trash_empty_question() : m.trash_purge_title()}
      description={everything ? m.trash_empty_warning() : m.trash_purge_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.action_cancel()}</Button>
          <Button variant="danger" busy={purge.busy || empty.busy} disabled={items.length === 0} onClick={(event) => decide(event)}>
            {everything ? m.trash_empty_confirm({ count: formatNumber(countOf(items)) }) : m.trash_purge_confirm()}
          </Button>
        </>
      }
    >
      {/* The list scrolls by itself, so the keyboard must be able to reach it. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div tabIndex={0} role="group" aria-label={m.trash_title()} className="max-h-72 overflow-y-auto rounded-md bg-sunken px-4 py-2 text-sm">
        {groupsOf(named).map(({ kind, name, items: inGroup }) => (
          <section key={kind} className="py-1">
            <h3 className="text-ink-3">{name}</h3>
            <ul>
              {inGroup.map((item) => (
                <li key={item.uid} className="py-0.5 wrap-anywhere">
                  {titleOf(item)}
                  {item.belongings > 0 && <span className="text-ink-3"> – {m.trash_belongings({ count: formatNumber(item.belongings) })}</span>}
                </li>
              ))}
            </ul>
          </section>
        ))}
        {items.length > named.length && <p className="py-1 text-ink-3">{m.trash_list_more({ count: formatNumber(items.length - named.length) })}</p>}
      </div>
      {error && (
        <div className="mt-4">
          <ErrorNotice error={error} />
        </div>
      )}
    </Dialog>
  );
}
