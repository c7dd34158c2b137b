/// Exactly what a model was told before it said something.
import { useRead } from "@/api";
import { Dialog, EmptyState, ErrorNotice, Loading } from "@/components";
import { EyeOff } from "lucide-react";
import { m } from "@/i18n";
import type { DiscussionRecord } from "./record";
import { seatName } from "./words";

const TEXT = "max-h-96 overflow-y-auto rounded-md bg-sunken px-3 py-2 font-mono text-xs leading-[1.7] whitespace-pre-wrap wrap-anywhere";

export function SentDialog({ messageUid, record, onClose }: { messageUid: string; record: DiscussionRecord; onClose: () => void }) {
  const sent = useRead("discussions.sent", { uid: messageUid });
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={m.discuss_sent()} description={m.discuss_sent_text()}>
      {sent.isPending && <Loading label={m.talk_sent_loading()} />}
      {sent.isError && <ErrorNotice error={sent.error} retry={() => void sent.refetch()} />}
      {sent.data === null && (
        <EmptyState icon={EyeOff} title={m.discuss_sent_none()}>
          {m.discuss_sent_none_text()}
        </EmptyState>
      )}
      {sent.data && (
        <div className="flex flex-col gap-3 pb-4">
          <p className="text-sm text-ink-3">{m.discuss_sent_model({ model: sent.data.model })}</p>
          {[
            { name: m.talk_sent_system(), text: sent.data.system },
            { name: m.discuss_sent_told(), text: sent.data.text },
          ].map(({ name, text }) => (
            <section key={name} aria-label={name}>
              <h3 className="mb-0.5 text-xs text-ink-3">{name}</h3>
              {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- a long text is scrolled by the keyboard too */}
              <pre tabIndex={0} className={TEXT}>
                {text}
              </pre>
            </section>
          ))}
          {sent.data.letters.length > 0 && (
            <section aria-label={m.discuss_sent_letters()}>
              <h3 className="mb-0.5 text-xs text-ink-3">{m.discuss_sent_letters()}</h3>
              <ul className="flex flex-wrap gap-x-4 gap-y-1 text-sm">
                {sent.data.letters.map(({ letter, seat_uid: seat }) => (
                  <li key={letter}>
                    <span className="font-mono font-semibold">{letter}</span> {seatName(record.seats.get(seat))}
                  </li>
                ))}
              </ul>
            </section>
          )}
        </div>
      )}
    </Dialog>
  );
}
