/// What the secretary to whom a task is given drafts of its result, and what the person makes of it.
import { CircleAlert, FileText, ListPlus, MessageSquare, PenLine, RefreshCw, Square, Undo2 } from "lucide-react";
import { useId, useState } from "react";
import { errorText, useRead, useRemember, useRun, type People, type Secretary, type Task, type TaskDraft } from "@/api";
import { AppLink, Button, EmptyState, ErrorNotice, Loading, TextField, useToast } from "@/components";
import { mendedInSettings, Pending } from "@/features/talk/Coming";
import { Face, nameOf, secretaryOf } from "@/features/talk/Faces";
import type { Coming } from "@/features/talk/stream";
import { TalkText } from "@/features/talk/TalkText";
import { mayDo } from "@/features/team/permissions";
import { formatNumber, m } from "@/i18n";
import { DraftTold } from "./DraftTold";
import { useDraft } from "./useDraft";

/** As long as a comment can be. */
const COMMENT_LIMIT = 10_000;
const WISH_LIMIT = 2_000;

export type TakenPage = "comments" | "parts";

export interface DraftProps {
  task: Task;
  /** The person took a draft, and what it became is seen there. */
  onTaken: (page: TakenPage) => void;
}

export function Draft({ task, onTaken }: DraftProps) {
  const people = useRead("people.list", {});
  const { draft, coming, error, retry } = useDraft(task.uid);
  const [aside, setAside] = useState<TaskDraft | null>(null);
  if (error !== null && draft === undefined) return <ErrorNotice error={error} retry={retry} />;
  if (people.isError) return <ErrorNotice error={people.error} retry={() => void people.refetch()} />;
  if (draft === undefined || people.data === undefined) return <Loading label={m.projects_draft_loading()} />;
  if (draft !== null) return <Drafted key={draft.uid} task={task} draft={draft} coming={coming} people={people.data} onTaken={onTaken} onAside={setAside} />;
  return (
    <div className="flex flex-col gap-5">
      {aside !== null && <PutAside draft={aside} onBack={() => setAside(null)} />}
      <Ask key={task.assistant_uid} task={task} people={people.data} isAgain={false} />
    </div>
  );
}

/** Says that a draft was put aside, with the way back. Here, as nothing outside a dialog can be pressed while it is open. */
function PutAside({ draft, onBack }: { draft: TaskDraft; onBack: () => void }) {
  const remember = useRemember();
  const takeUp = useRun("tasks.put_draft_aside", {
    onDone: (again) => {
      remember("tasks.draft_state", { uid: draft.task_uid }, again);
      onBack();
    },
  });
  return (
    <div role="status" className="flex items-center gap-3 rounded-lg border border-line bg-sunken px-3.5 py-2">
      <p className="min-w-0 flex-1 text-base text-ink-2">{m.projects_draft_set_aside()}</p>
      <Button size="sm" busy={takeUp.busy} onClick={() => takeUp.run({ uid: draft.uid, aside: false })}>
        {m.projects_undo()}
      </Button>
    </div>
  );
}

/** Why nobody can draft this task: what is missing, and what to do; null where somebody can. */
function hindrance(people: People, secretary: Secretary | undefined): { title: string; text: string; inTeam: boolean } | null {
  if (secretary === undefined) return { title: m.projects_draft_nobody(), text: m.projects_draft_nobody_text(), inTeam: false };
  const { name } = secretary;
  if (!secretary.is_active) return { title: m.projects_draft_paused({ name }), text: m.projects_draft_paused_text(), inTeam: true };
  if (secretary.provider === "manual") return { title: m.projects_draft_no_model({ name }), text: m.projects_draft_no_model_text(), inTeam: true };
  if (!mayDo(people, secretary, "ai_operations")) return { title: m.projects_draft_forbidden({ name }), text: m.projects_draft_forbidden_text(), inTeam: true };
  return null;
}

/** Asks for a draft, the first or another one. */
function Ask({ task, people, isAgain }: { task: Task; people: People; isAgain: boolean }) {
  const form = useId();
  const [wish, setWish] = useState("");
  const remember = useRemember();
  const ask = useRun("tasks.draft", { onDone: (begun) => remember("tasks.draft_state", { uid: task.uid }, begun) });
  const secretary = secretaryOf(people, task.assistant_uid);
  const hindered = hindrance(people, secretary);
  if (hindered !== null || secretary === undefined) {
    if (isAgain || hindered === null) return null;
    const action = hindered.inTeam && (
      <AppLink to="/team" className="text-base text-accent-ink underline underline-offset-2">
        {m.projects_draft_to_team()}
      </AppLink>
    );
    return (
      <EmptyState icon={PenLine} title={hindered.title} action={action}>
        {hindered.text}
      </EmptyState>
    );
  }
  return (
    <form
      id={form}
      className="flex flex-col gap-3"
      onSubmit={(event) => {
        event.preventDefault();
        if (!ask.busy) ask.run({ uid: task.uid, wish: wish.trim() });
      }}
    >
      {!isAgain && (
        <div className="flex items-start gap-3">
          <Face people={people} uid={secretary.uid} />
          <div className="min-w-0">
            <h3 className="text-base font-semibold">{m.projects_draft_intro({ name: secretary.name })}</h3>
            <p className="text-sm text-ink-2">{m.projects_draft_intro_text()}</p>
          </div>
        </div>
      )}
      <TextField label={isAgain ? m.projects_draft_wish_again() : m.projects_draft_wish()} multiline rows={2} maxLength={WISH_LIMIT} value={wish} onChange={setWish} />
      <Button type="submit" variant={isAgain ? "secondary" : "primary"} icon={isAgain ? RefreshCw : PenLine} busy={ask.busy} className="self-end">
        {isAgain ? m.projects_draft_again() : m.projects_draft_begin()}
      </Button>
    </form>
  );
}

interface DraftedProps extends DraftProps {
  draft: TaskDraft;
  coming: Coming | null;
  people: People;
  /** The person put it aside. */
  onAside: (draft: TaskDraft) => void;
}

function Drafted({ task, draft, coming, people, onTaken, onAside }: DraftedProps) {
  const [told, setTold] = useState(false);
  const stop = useRun("tasks.stop_draft");
  const name = nameOf(people, draft.secretary_uid);
  const isRunning = draft.status === "running";
  const text = isRunning ? (coming?.text ?? draft.text) : draft.text;
  return (
    <section aria-label={m.projects_draft_by({ name })} aria-busy={isRunning} className="flex flex-col gap-4">
      <header className="flex flex-wrap items-center gap-x-3 gap-y-1">
        <Face people={people} uid={draft.secretary_uid} />
        <h3 className="min-w-0 text-base font-semibold wrap-anywhere">{m.projects_draft_by({ name })}</h3>
        {isRunning ? (
          <Button size="sm" icon={Square} className="ms-auto" busy={stop.busy} onClick={() => stop.run({ uid: task.uid })}>
            {m.projects_draft_stop()}
          </Button>
        ) : (
          <Button size="sm" variant="ghost" className="ms-auto" onClick={() => setTold(true)}>
            {m.projects_draft_told()}
          </Button>
        )}
      </header>
      {text !== "" && (
        <div className="rounded-lg border border-line bg-raised px-5 py-4">
          <TalkText text={text} sender="secretary" />
        </div>
      )}
      {isRunning && coming !== null && coming.phase !== "over" && <Pending coming={coming} />}
      {!isRunning && <Ended draft={draft} />}
      {!isRunning && <Take draft={draft} people={people} onTaken={onTaken} onAside={onAside} />}
      {!isRunning && (
        <div className="border-t border-line pt-4">
          <Ask task={task} people={people} isAgain />
        </div>
      )}
      {told && <DraftTold draft={draft} people={people} onClose={() => setTold(false)} />}
    </section>
  );
}

/** How it ended, where that was not with its own end. */
function Ended({ draft }: { draft: TaskDraft }) {
  if (draft.error === null) return draft.status === "cancelled" && draft.text !== "" ? <p className="text-sm text-ink-3">{m.projects_draft_stopped()}</p> : null;
  const { what, advice } = errorText(draft.error);
  return (
    <div role="alert" className="flex flex-wrap items-center gap-x-3 gap-y-2 rounded-lg border border-danger/35 bg-red-soft px-3.5 py-2.5">
      <CircleAlert size={16} className="shrink-0 text-red" aria-hidden />
      <div className="min-w-0 flex-1 basis-60 text-sm">
        <p className="font-medium text-ink wrap-anywhere">{what}</p>
        <p className="text-ink-2 wrap-anywhere">{draft.text === "" ? advice : m.projects_draft_partial()}</p>
      </div>
      {mendedInSettings(draft.error) && (
        <AppLink to="/settings" className="text-sm text-accent-ink underline underline-offset-2">
          {m.talk_to_settings()}
        </AppLink>
      )}
    </div>
  );
}

/** What can be made of it. */
function Take({ draft, people, onTaken, onAside }: Pick<DraftedProps, "draft" | "people" | "onTaken" | "onAside">) {
  const show = useToast();
  const remember = useRemember();
  const state = { uid: draft.task_uid };
  const accept = useRun("tasks.accept_draft", {
    onDone: ({ path, tasks }) => {
      remember("tasks.draft_state", state, null);
      if (path !== null) show({ tone: "success", title: m.projects_draft_noted(), description: path });
      else show({ tone: "success", title: tasks.length > 0 ? m.projects_draft_parted() : m.projects_draft_commented() });
      onTaken(tasks.length > 0 ? "parts" : "comments");
    },
  });
  const putAside = useRun("tasks.put_draft_aside", {
    onDone: () => {
      onAside(draft);
      remember("tasks.draft_state", state, null);
    },
  });
  const secretary = secretaryOf(people, draft.secretary_uid);
  const may = (permission: "write" | "workflow_management") => secretary !== undefined && mayDo(people, secretary, permission);
  const name = nameOf(people, draft.secretary_uid);
  const isShort = Array.from(draft.text.trim()).length <= COMMENT_LIMIT;
  const hints = [
    !isShort && m.projects_draft_too_long(),
    !may("write") && m.projects_draft_no_write({ name }),
    draft.steps.length > 0 && !may("workflow_management") && m.projects_draft_no_tasks({ name }),
  ].filter((hint) => hint !== false);
  const busy = accept.busy || putAside.busy;
  const asideButton = (
    <Button variant="ghost" icon={Undo2} disabled={busy} onClick={() => putAside.run({ uid: draft.uid, aside: true })}>
      {m.projects_draft_aside()}
    </Button>
  );
  if (draft.text.trim() === "") return <div className="flex justify-end">{asideButton}</div>;
  return (
    <div className="flex flex-col gap-2">
      <div className="flex flex-wrap items-center gap-2">
        <Button variant="primary" icon={MessageSquare} disabled={busy || !isShort} onClick={() => accept.run({ uid: draft.uid, into: "comment" })}>
          {m.projects_draft_as_comment()}
        </Button>
        <Button icon={FileText} disabled={busy || !may("write")} onClick={() => accept.run({ uid: draft.uid, into: "note" })}>
          {m.projects_draft_as_note()}
        </Button>
        {draft.steps.length > 0 && (
          <Button icon={ListPlus} disabled={busy || !may("workflow_management")} onClick={() => accept.run({ uid: draft.uid, into: "tasks" })}>
            {m.projects_draft_as_parts({ count: formatNumber(draft.steps.length) })}
          </Button>
        )}
        <span className="ms-auto">{asideButton}</span>
      </div>
      {hints.map((hint) => (
        <p key={hint} className="text-sm text-ink-3">
          {hint}
        </p>
      ))}
    </div>
  );
}
