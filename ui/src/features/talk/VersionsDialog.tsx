/// The texts that a message once had, the newest first.
import { useRead, type Message } from "@/api";
import { Dialog, ErrorNotice, InstantText, Loading, Markdown } from "@/components";
import { formatNumber, m } from "@/i18n";

export function VersionsDialog({ message, onClose }: { message: Message; onClose: () => void }) {
  const versions = useRead("conversations.message_versions", { uid: message.uid });
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={m.talk_versions()} description={m.talk_versions_text()}>
      {versions.isPending && <Loading label={m.talk_versions_loading()} />}
      {versions.isError && <ErrorNotice error={versions.error} retry={() => void versions.refetch()} />}
      {versions.data?.length === 0 && <p className="py-4 text-base text-ink-3">{m.talk_versions_none()}</p>}
      <ol className="flex flex-col gap-4 pb-3">
        {versions.data?.toReversed().map(({ version, content, written_at: at }) => (
          <li key={version} className="rounded-lg border border-line bg-raised px-4 py-3">
            <p className="mb-1.5 text-sm text-ink-3">
              {m.talk_version({ number: formatNumber(version) })} · <InstantText instant={at} />
            </p>
            <Markdown text={content} breaks />
          </li>
        ))}
      </ol>
    </Dialog>
  );
}
