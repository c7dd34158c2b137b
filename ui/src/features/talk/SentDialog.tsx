/// Shows exactly what would be sent, to whom and where, before it is.
import { ImageIcon } from "lucide-react";
import { useRead, type Commands, type People, type Preview } from "@/api";
import { Badge, Dialog, ErrorNotice, Loading } from "@/components";
import { formatNumber, m } from "@/i18n";
import { Face, nameOf } from "./Faces";

export interface SentDialogProps {
  say: Commands["talk.preview"]["input"];
  people: People;
  onClose: () => void;
}

export function SentDialog({ say, people, onClose }: SentDialogProps) {
  const previews = useRead("talk.preview", say);
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={m.talk_sent_title()} description={m.talk_sent_text()}>
      {previews.isPending && <Loading label={m.talk_sent_loading()} />}
      {previews.isError && <ErrorNotice error={previews.error} retry={() => void previews.refetch()} />}
      <div className="flex flex-col gap-6 pb-4">
        {previews.data?.map((preview) => (
          <Told key={preview.secretary_uid} preview={preview} people={people} />
        ))}
      </div>
    </Dialog>
  );
}

const TEXT = "max-h-80 overflow-y-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-[1.7] whitespace-pre-wrap wrap-anywhere";

/** What one secretary is told. */
export function Told({ preview, people }: { preview: Preview; people: People }) {
  return (
    <section aria-label={nameOf(people, preview.secretary_uid)}>
      <header className="mb-2 flex flex-wrap items-center gap-x-3 gap-y-1">
        <Face people={people} uid={preview.secretary_uid} size="sm" />
        <h3 className="text-base font-semibold">{nameOf(people, preview.secretary_uid)}</h3>
        <span className="text-sm text-ink-3">{preview.address === null ? m.talk_sent_nowhere() : [preview.address, preview.model].filter(Boolean).join(" · ")}</span>
        <Badge>{m.talk_sent_tokens({ count: formatNumber(preview.tokens) })}</Badge>
        {preview.left_out > 0 && <Badge tone="amber">{m.talk_sent_left_out({ count: formatNumber(preview.left_out) })}</Badge>}
      </header>
      <ol className="flex flex-col gap-2">
        <li>
          <p className="mb-0.5 text-xs text-ink-3">{m.talk_sent_system()}</p>
          {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long text is scrolled by the keyboard too */}
          <pre tabIndex={0} className={TEXT}>
            {preview.system}
          </pre>
        </li>
        {preview.turns.map((turn, index) => (
          <li key={index}>
            <p className="mb-0.5 text-xs text-ink-3">{turn.own ? m.talk_sent_own() : m.talk_sent_said()}</p>
            {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long text is scrolled by the keyboard too */}
            <pre tabIndex={0} className={TEXT}>
              {turn.text}
            </pre>
            {turn.pictures > 0 && (
              <p className="mt-1 flex items-center gap-1.5 text-xs text-ink-3">
                <ImageIcon size={13} aria-hidden />
                {m.talk_sent_pictures({ count: formatNumber(turn.pictures) })}
              </p>
            )}
          </li>
        ))}
      </ol>
    </section>
  );
}
