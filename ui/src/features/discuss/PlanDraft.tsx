/// Makes a plan of a discussion that has ended: who drafts it, and what came of that. Must not know what a plan becomes.
import { useState } from "react";
import { ClipboardList, FilePlus2 } from "lucide-react";
import { useRun, type Discussion, type DraftedPlan, type People } from "@/api";
import { AppLink, Button, ErrorNotice, Select } from "@/components";
import { m } from "@/i18n";

/** What stands for nobody in the choice of who drafts. */
const RECORD = "";

export function PlanDraft({ discussion, people }: { discussion: Discussion; people: People }) {
  const authors = authorsOf(discussion, people);
  const [author, setAuthor] = useState(authors[0]?.uid ?? RECORD);
  const [drafted, setDrafted] = useState<DraftedPlan | null>(null);
  const draft = useRun("discussions.draft_plan", { onDone: setDrafted, onFail: () => undefined });
  const made = drafted?.plan.uid ?? discussion.plan_uid;
  return (
    <section aria-labelledby="discuss-plan">
      <h2 id="discuss-plan" className="font-title text-lg font-semibold">
        {m.discuss_plan()}
      </h2>
      <p className="mb-3 text-sm text-ink-3">{m.discuss_plan_text()}</p>
      {made !== null && (
        <div role="status" className="mb-3 flex flex-col gap-1.5 rounded-lg bg-sunken px-4 py-3 text-base">
          <AppLink to={`/plans/${made}`} className="flex items-center gap-2 self-start font-medium text-accent-ink underline-offset-2 hover:underline">
            <ClipboardList size={16} className="shrink-0" aria-hidden />
            {drafted === null ? m.discuss_plan_open() : drafted.plan.newest.content.title}
          </AppLink>
          {drafted?.is_mended === true && <p className="text-sm text-ink-2">{m.discuss_plan_mended()}</p>}
          {drafted !== null && drafted.left_out.length > 0 && (
            <div className="text-sm text-ink-2">
              <p>{m.discuss_plan_left_out()}</p>
              <ul className="mt-1 list-disc ps-5">
                {drafted.left_out.map((part) => (
                  <li key={`${part.part} ${part.words}`} className="wrap-anywhere">
                    {part.words}
                  </li>
                ))}
              </ul>
            </div>
          )}
        </div>
      )}
      <div className="flex flex-wrap items-end gap-3">
        {authors.length > 0 && <Select label={m.discuss_plan_author()} value={author} onChange={setAuthor} options={[...authors.map(({ uid, name }) => ({ value: uid, label: name })), { value: RECORD, label: m.discuss_plan_record() }]} className="min-w-52" />}
        <Button icon={FilePlus2} variant={made === null ? "primary" : undefined} busy={draft.busy} onClick={() => draft.run({ uid: discussion.uid, secretary_uid: author === RECORD ? null : author })}>
          {m.discuss_plan_draft()}
        </Button>
      </div>
      {draft.busy && author !== RECORD && (
        <p role="status" className="mt-2 text-sm text-ink-3">
          {m.discuss_plan_drafting()}
        </p>
      )}
      {draft.error && (
        <div className="mt-3">
          <ErrorNotice error={draft.error} />
        </div>
      )}
    </section>
  );
}

/** Who sits at the table and has a model to draft with. */
function authorsOf(discussion: Discussion, people: People): { uid: string; name: string }[] {
  const seated = new Set(discussion.seats.filter((seat) => seat.left_at === null).map((seat) => seat.who.secretary_uid));
  return people.secretaries.filter((secretary) => seated.has(secretary.uid) && secretary.provider !== "manual");
}
