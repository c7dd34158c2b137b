/// What was sent for a draft, exactly as it went out.
import { useRead, type People, type TaskDraft } from "@/api";
import { Dialog, ErrorNotice, Loading } from "@/components";
import { Told } from "@/features/talk/SentDialog";
import { m } from "@/i18n";

export function DraftTold({ draft, people, onClose }: { draft: TaskDraft; people: People; onClose: () => void }) {
  const told = useRead("tasks.draft_told", { uid: draft.uid });
  return (
    <Dialog open wide onOpenChange={(open) => !open && onClose()} title={m.projects_draft_told()} description={m.projects_draft_told_text()}>
      {told.isPending && <Loading label={m.talk_sent_loading()} />}
      {told.isError && <ErrorNotice error={told.error} retry={() => void told.refetch()} />}
      {told.data === null && <p className="py-4 text-base text-ink-3">{m.talk_recorded_none()}</p>}
      {told.data && (
        <div className="pb-4">
          <Told preview={told.data} people={people} />
        </div>
      )}
    </Dialog>
  );
}
