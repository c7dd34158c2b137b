/// Whether the index of notes is true to the files, and looking through the vault again.
import { RefreshCw } from "lucide-react";
import { useRun, type IndexCheck } from "@/api";
import { Badge, Button, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { differencesOf } from "./faults";
import { Line } from "./Group";

export function IndexReport({ index, onLookedAgain }: { index: IndexCheck | null; onLookedAgain: () => void }) {
  const show = useToast();
  const scan = useRun("vault.scan", {
    onDone: ({ notes, added, changed, removed }) => {
      show({
        tone: "success",
        title: m.vault_synced({ count: formatNumber(notes) }),
        description: m.vault_synced_detail({ added: formatNumber(added), changed: formatNumber(changed), removed: formatNumber(removed) }),
      });
      onLookedAgain();
    },
  });
  if (index === null) return <Line name={m.settings_index()} text={m.settings_index_none()} />;
  const { count, more } = differencesOf(index);
  const words = { count: formatNumber(count) };
  return (
    <>
      <Line name={m.settings_index()} text={m.settings_index_text({ files: formatNumber(index.files), indexed: formatNumber(index.indexed) })}>
        {count === 0 ? <Badge tone="green">{m.settings_index_same()}</Badge> : <Badge tone="amber">{more ? m.settings_index_differs_more(words) : m.settings_index_differs(words)}</Badge>}
        <Button icon={RefreshCw} busy={scan.busy} onClick={() => scan.run({})}>
          {m.settings_index_again()}
        </Button>
      </Line>
      {count > 0 && (
        <div className="flex flex-col gap-2 px-5 py-3.5 text-sm">
          <Paths title={m.settings_index_unindexed({ count: formatNumber(index.unindexed.length) })} paths={index.unindexed} />
          <Paths title={m.settings_index_gone({ count: formatNumber(index.gone.length) })} paths={index.gone} />
          <Paths title={m.settings_index_changed({ count: formatNumber(index.changed.length) })} paths={index.changed} />
        </div>
      )}
    </>
  );
}

function Paths({ title, paths }: { title: string; paths: readonly string[] }) {
  if (paths.length === 0) return null;
  return (
    <details>
      <summary className="cursor-pointer font-medium">{title}</summary>
      <ul className="mt-1 max-h-48 overflow-y-auto ps-4 text-ink-2">
        {paths.map((path) => (
          <li key={path} className="py-0.5 wrap-anywhere">
            {path}
          </li>
        ))}
      </ul>
    </details>
  );
}
