/// What was sent for an answer, exactly as it went out.
import { useRead, type Message, type People } from "@/api";
import { Dialog, ErrorNotice, Loading } from "@/components";
import { m } from "@/i18n";
import { Told } from "./SentDialog";

export function RecordedDialog({ message, people, onClose }: { message: Message; people: People; onClose: () => void }) {
  const recorded = useRead("talk.recorded", { conversation_uid: message.conversation_uid, message_uid: message.uid });
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={m.talk_recorded_title()} description={m.talk_recorded_text()}>
      {recorded.isPending && <Loading label={m.talk_sent_loading()} />}
      {recorded.isError && <ErrorNotice error={recorded.error} retry={() => void recorded.refetch()} />}
      {recorded.data === null && <p className="py-4 text-base text-ink-3">{m.talk_recorded_none()}</p>}
      {recorded.data && (
        <div className="pb-4">
          <Told preview={recorded.data} people={people} />
        </div>
      )}
    </Dialog>
  );
}
