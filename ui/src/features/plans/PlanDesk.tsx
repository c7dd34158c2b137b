/// The desk of one plan: its editor while it is a draft, its reading afterwards, and beside it what can be done.
import { useNavigate } from "@tanstack/react-router";
import { ArrowLeft, Ellipsis, MessagesSquare, Trash2 } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { errorText, useAppState, useRemember, useRun, type PlanDetail, type PlanVersion } from "@/api";
import { AppLink, Button, ErrorNotice, IconButton, Menu, useToast } from "@/components";
import { m } from "@/i18n";
import { isComposing, useHost, type CommandFailure } from "@/platform";
import { useTalkAbout } from "@/features/talk/about";
import { useFollowLink } from "@/features/vault/useFollowLink";
import { WritingDialog } from "@/features/vault/WritingDialog";
import { ApprovalMark } from "./ApprovalMark";
import { phase } from "./autosave";
import { missing, toDraft } from "./draft";
import { dropKeeper } from "./draft-keeper";
import { invalidField } from "./invalid";
import { focusMissing, PlanEditor } from "./PlanEditor";
import { PlanCompare, type Compared } from "./PlanCompare";
import { PlanHistory } from "./PlanHistory";
import { PlanMoves } from "./PlanMoves";
import { PlanBaseline } from "./PlanBaseline";
import { PlanReading } from "./PlanReading";
import { PlanRemarks } from "./PlanRemarks";
import { PlanStepper } from "./PlanStepper";
import { SaveLine, StaleNotice } from "./SaveLine";
import { SubmitDialog } from "./SubmitDialog";
import { useDraft } from "./useDraft";
import { missingWord, moveWords, shownTitle } from "./words";

export interface PlanDeskProps {
  plan: PlanDetail;
  /** Why the plan could not be read anew. */
  error: CommandFailure | null;
  retry: () => void;
}

export function PlanDesk({ plan, error, retry }: PlanDeskProps) {
  const { keeper, state } = useDraft(plan);
  const { vault } = useAppState();
  const [older, setOlder] = useState<number | null>(null);
  const [compared, setCompared] = useState<Compared | null>(null);
  const [submitting, setSubmitting] = useState(false);
  const [fresh, setFresh] = useState(false);
  const [writing, setWriting] = useState(false);
  const [asked, setAsked] = useState(false);
  const fields = useRef<HTMLElement>(null);
  const reading = useRef<HTMLElement>(null);
  const followLink = useFollowLink(plan.note_path ?? "");
  const submission = useSubmission(plan, keeper);
  const remove = useRemoval(plan, keeper);
  const talkAbout = useTalkAbout();
  const goOn = useGoingOn(plan, keeper, () => setOlder(null));

  // Unsaved text keeps its editor, even when the plan was submitted elsewhere meanwhile.
  const editing = plan.newest.status === "draft" || phase(state) !== "saved";
  const shown = plan.versions.find((version) => version.number === older) ?? plan.newest;
  const atNewest = shown.number === plan.newest.number;
  const writes = editing && atNewest;
  const title = shownTitle(writes ? state.draft.title : shown.content.title);
  const approval = plan.decisions.find((decision) => decision.action === "approve" && decision.version === shown.number);

  useEffect(() => {
    document.title = `${title} – Hisho`;
  }, [title]);

  const submit = () => {
    setAsked(true);
    const [first] = missing(state.draft);
    if (first !== undefined) focusMissing(fields.current, first);
    else if (plan.newest.number > 1) setSubmitting(true);
    else void submission.submit(null);
  };
  const read = (number: number) => {
    setCompared(null);
    setOlder(number === plan.newest.number ? null : number);
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
    event.preventDefault();
    if (plan.moves.includes("submit") && !submission.busy) submit();
  };

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1 px-8 pt-5 pb-1">
        <AppLink to="/plans" className="chrome -ms-2 me-auto flex min-h-8 items-center gap-1.5 rounded-md px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink">
          <ArrowLeft size={15} aria-hidden />
          {m.plans_back()}
        </AppLink>
        {editing && <SaveLine state={state} keeper={keeper} />}
        <Menu trigger={<IconButton label={m.plans_more()} icon={Ellipsis} />} items={[{ label: m.talk_this(), icon: MessagesSquare, onSelect: () => talkAbout({ kind: "plan", id: plan.uid }) }, { label: m.plans_delete(), icon: Trash2, danger: true, onSelect: () => void remove() }]} />
      </header>
      <div className="relative min-h-0 flex-1 overflow-y-auto">
        <div className="mx-auto flex max-w-6xl flex-col gap-10 px-8 pt-3 pb-16 md:flex-row md:gap-8 lg:gap-14">
          {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- one shortcut for all the fields inside */}
          <div className="min-w-0 flex-1" onKeyDown={writes ? press : undefined}>
            {error !== null && (
              <div className="mb-6">
                <ErrorNotice error={error} retry={retry} />
              </div>
            )}
            {compared === null && !atNewest && (
              <div className="mb-6 flex flex-wrap items-center gap-3 rounded-lg bg-sunken px-4 py-2.5 text-base">
                <span className="me-auto">{m.plans_reading_older({ number: shown.number, newest: plan.newest.number })}</span>
                {goOn.possible && (
                  <Button size="sm" busy={goOn.busy} onClick={() => goOn.from(shown)}>
                    {m.plans_restore_version()}
                  </Button>
                )}
                <Button size="sm" onClick={() => setOlder(null)}>
                  {m.plans_reading_newest()}
                </Button>
              </div>
            )}
            {compared === null && atNewest && plan.in_force !== null && plan.in_force !== plan.newest.number && <InForce number={plan.in_force} onRead={read} />}
            {compared !== null ? (
              <>
                <h1 className="sr-only">{title}</h1>
                <PlanCompare plan={plan} compared={compared} onChange={setCompared} onClose={() => setCompared(null)} />
              </>
            ) : writes ? (
              <>
                <h1 className="sr-only">{title}</h1>
                <StaleNotice state={state} keeper={keeper} />
                {submission.error !== null && !saidByField(submission.error) && (
                  <div className="mb-6">
                    <ErrorNotice error={submission.error} />
                  </div>
                )}
                <PlanEditor
                  draft={state.draft}
                  onChange={(draft) => keeper.edit(draft)}
                  onLeave={() => keeper.save()}
                  asked={asked}
                  error={state.problem?.kind === "failed" ? state.problem.error : submission.error}
                  fields={fields}
                />
              </>
            ) : (
              <>
                <div className="mb-8 flex items-start gap-6">
                  <h1 className="min-w-0 flex-1 font-title text-2xl font-semibold text-balance wrap-anywhere">{title}</h1>
                  {shown.status === "approved" && <ApprovalMark version={shown.number} at={approval?.at ?? null} fresh={fresh && atNewest} />}
                </div>
                <PlanReading ref={reading} content={shown.content} onLink={followLink} />
                {shown.number === plan.in_force && <PlanBaseline plan={plan} />}
              </>
            )}
          </div>
          <aside className="flex w-full shrink-0 flex-col gap-8 md:w-56 lg:w-72">
            <PlanStepper status={plan.newest.status} />
            {writes && plan.newest.status === "draft" && <BeforeSubmitting lacks={missing(state.draft)} onGo={(part) => focusMissing(fields.current, part)} />}
            {atNewest && (
              <PlanMoves
                plan={plan}
                submit={submit}
                submitting={submission.busy}
                onApproved={() => {
                  setFresh(true);
                  if (vault?.writing === "not_asked") setWriting(true);
                }}
              />
            )}
            <PlanHistory
              plan={plan}
              reading={shown.number}
              onRead={read}
              onCompare={setCompared}
            />
            <PlanRemarks
              plan={plan}
              reading={writes || compared !== null || shown.status === "draft" ? null : shown.number}
              text={reading}
              onRead={read}
              onLink={followLink}
            />
          </aside>
        </div>
      </div>
      {submitting && (
        <SubmitDialog
          number={plan.newest.number}
          summary={plan.newest.change_summary ?? ""}
          busy={submission.busy}
          error={submission.error}
          onClose={() => setSubmitting(false)}
          onSubmit={(summary) => void submission.submit(summary).then((done) => done && setSubmitting(false))}
        />
      )}
      <WritingDialog open={writing} onOpenChange={setWriting} />
    </div>
  );
}

/** Says, while the next version is written, which one holds meanwhile. */
function InForce({ number, onRead }: { number: number; onRead: (number: number) => void }) {
  return (
    <div className="mb-6 flex flex-wrap items-center gap-3 rounded-lg bg-green-soft px-4 py-2.5 text-base">
      <span className="me-auto">{m.plans_in_force_banner({ number })}</span>
      <Button size="sm" onClick={() => onRead(number)}>
        {m.plans_in_force_read()}
      </Button>
    </div>
  );
}

function BeforeSubmitting({ lacks, onGo }: { lacks: ReturnType<typeof missing>; onGo: (part: ReturnType<typeof missing>[number]) => void }) {
  if (lacks.length === 0) return <p className="text-sm text-green">{m.plans_ready()}</p>;
  return (
    <section aria-label={m.plans_missing_heading()}>
      <h2 className="mb-1 text-sm font-medium text-ink-2">{m.plans_missing_heading()}</h2>
      <ul>
        {lacks.map((part) => (
          <li key={part}>
            <button type="button" onClick={() => onGo(part)} className="min-h-8 text-start text-base text-accent-ink underline-offset-2 hover:underline">
              {missingWord(part)}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}

/** Whether a refusal is already said beside a field of the editor. */
function saidByField(error: CommandFailure): boolean {
  const fields = ["title", "objective", "scope", "description", "start_on", "due_on", "milestone", "milestone_due_on", "milestone_depends_on", "criteria", "cost", "currency", "people", "needs", "dependencies", "risk", "risk_response", "risks", "notes"];
  return fields.some((field) => invalidField(error, field) !== null);
}

/** Submits what is on the screen: first it is saved, then the saved revision is submitted, with a line on what is new in it. Tells whether it was. */
function useSubmission(plan: PlanDetail, keeper: ReturnType<typeof useDraft>["keeper"]) {
  const remember = useRemember();
  const toast = useToast();
  const save = useRun("plans.save");
  const command = useRun("plans.submit");
  const [saving, setSaving] = useState(false);

  const submit = async (summary: string | null): Promise<boolean> => {
    setSaving(true);
    try {
      let rev = await keeper.settled().catch(() => null);
      // What kept the text from being saved is said where the state of saving is said.
      if (rev === null) return false;
      if (summary !== null && summary.trim() !== (plan.newest.change_summary ?? "")) {
        const told = await save.runAsync({ uid: plan.uid, rev, content: keeper.snapshot().held, change_summary: summary.trim() === "" ? null : summary });
        keeper.arrive(told);
        ({ rev } = told);
      }
      const submitted = await command.runAsync({ uid: plan.uid, rev });
      remember("plans.get", { uid: plan.uid }, submitted);
      toast({ title: moveWords("submit").done, tone: "success" });
      return true;
    } catch {
      // The commands keep their errors, and the desk shows them.
      return false;
    } finally {
      setSaving(false);
    }
  };
  return { submit, busy: saving || command.busy, error: command.error ?? save.error };
}

/** Goes on from an older version: as the next one where the newest is decided, in the draft where there is one. */
function useGoingOn(plan: PlanDetail, keeper: ReturnType<typeof useDraft>["keeper"], onDone: () => void) {
  const remember = useRemember();
  const toast = useToast();
  const done = {
    onDone: (detail: PlanDetail) => {
      remember("plans.get", { uid: detail.uid }, detail);
      toast({ title: moveWords("revise").done, tone: "success" });
      onDone();
    },
  };
  const commands = { revise: useRun("plans.revise", done), reopen: useRun("plans.reopen", done), amend: useRun("plans.amend", done) };
  const step = (["revise", "reopen", "amend"] as const).find((move) => plan.moves.includes(move));
  const draft = plan.newest.status === "draft";

  const from = (version: PlanVersion) => {
    if (step !== undefined) {
      commands[step].run({ uid: plan.uid, rev: plan.rev, from_version: version.number });
    } else if (draft) {
      const before = keeper.snapshot().draft;
      keeper.edit(toDraft(version.content));
      keeper.save();
      toast({ title: m.plans_restored_version({ number: version.number }), action: { label: m.plans_stale_give_back(), run: () => keeper.edit(before) } });
      onDone();
    }
  };
  return { from, possible: step !== undefined || draft, busy: Object.values(commands).some((command) => command.busy) };
}

/** Deletes the plan, with a way back. */
function useRemoval(plan: PlanDetail, keeper: ReturnType<typeof useDraft>["keeper"]) {
  const host = useHost();
  const toast = useToast();
  const navigate = useNavigate();
  const { uid } = plan;

  const failed = (failure: unknown) => {
    const { what, kept, advice } = errorText(failure);
    toast({ title: what, description: `${kept} ${advice}`.trim(), tone: "error" });
  };
  const restore = (rev: number) => {
    host.call("plans.restore", { uid, rev }).then(
      () => {
        toast({ title: m.plans_restored(), tone: "success" });
        void navigate({ to: "/plans/$uid", params: { uid } });
      },
      failed,
    );
  };
  return async () => {
    try {
      const rev = plan.newest.status === "draft" ? await keeper.settled() : plan.rev;
      const deleted = await host.call("plans.delete", { uid, rev });
      dropKeeper(uid);
      void navigate({ to: "/plans" });
      toast({ title: m.plans_deleted({ title: shownTitle(plan.newest.content.title) }), action: { label: m.plans_undo(), run: () => restore(deleted.rev) } });
    } catch (failure) {
      failed(failure);
    }
  };
}
