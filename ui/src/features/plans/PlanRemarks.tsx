/// What was said about a plan, and about which passage of it; a passage is shown where it stands.
import { MessageSquarePlus, Quote, Trash2 } from "lucide-react";
import { useEffect, useRef, useState, type RefObject } from "react";
import { useRead, useRun, type Comment, type PlanDetail } from "@/api";
import { Button, Dialog, ErrorNotice, IconButton, InstantText, Markdown, Select, TextField, useToast } from "@/components";
import { m } from "@/i18n";
import { useSpeakers } from "./AdviceList";
import { invalidField } from "./invalid";
import { Part } from "./Part";
import { findPassage, QUOTE_LIMIT, selectedWithin } from "./passage";
import { authorName } from "./words";

export interface PlanRemarksProps {
  plan: PlanDetail;
  /** The version on the screen; null while it is a draft, whose words still change. */
  reading: number | null;
  /** Where its text stands. */
  text: RefObject<HTMLElement | null>;
  onRead: (version: number) => void;
  onLink: (target: string) => void;
}

export function PlanRemarks({ plan, reading, text, onRead, onLink }: PlanRemarksProps) {
  const remarks = useRead("comments.list", { subject: "plan", subject_uid: plan.uid });
  const selected = useSelected(text);
  const [asking, setAsking] = useState<string | null>(null);
  const wanted = useRef<Comment["passage"]>(null);

  const find = (passage: NonNullable<Comment["passage"]>) => {
    if (passage.version === reading) {
      show(text.current, passage.quote);
      return;
    }
    wanted.current = passage;
    onRead(passage.version);
  };
  // Once the version in which it stands is on the screen.
  useEffect(() => {
    const passage = wanted.current;
    if (passage === null || passage.version !== reading) return;
    wanted.current = null;
    show(text.current, passage.quote);
  }, [reading, text]);

  return (
    <Part heading={m.plans_remarks_heading()}>
      {remarks.error !== null && <ErrorNotice error={remarks.error} retry={() => void remarks.refetch()} />}
      {remarks.data?.length === 0 && <p className="text-sm text-ink-3">{m.plans_remarks_none()}</p>}
      <ol className="flex flex-col gap-4">
        {remarks.data?.map((remark) => (
          <Remark key={remark.uid} remark={remark} onLink={onLink} onShow={find} />
        ))}
      </ol>
      <Button size="sm" icon={selected === "" ? MessageSquarePlus : Quote} className="mt-3" onClick={() => setAsking(reading === null ? "" : selected)}>
        {selected === "" || reading === null ? m.plans_remark_add() : m.plans_remark_passage()}
      </Button>
      {asking !== null && <RemarkDialog plan={plan} version={reading} quote={asking} onClose={() => setAsking(null)} />}
    </Part>
  );
}

/** What is selected in the text, also after a button was pressed elsewhere. */
function useSelected(text: RefObject<HTMLElement | null>): string {
  const [selected, setSelected] = useState("");
  useEffect(() => {
    const look = () => setSelected(selectedWithin(text.current));
    document.addEventListener("selectionchange", look);
    return () => document.removeEventListener("selectionchange", look);
  }, [text]);
  return selected;
}

/** Selects the passage and brings it into view. */
function show(text: HTMLElement | null, quote: string): void {
  const range = text === null ? null : findPassage(text, quote);
  if (range === null) return;
  const selection = window.getSelection();
  selection?.removeAllRanges();
  selection?.addRange(range);
  range.startContainer.parentElement?.scrollIntoView({ block: "center" });
}

function Remark({ remark, onShow, onLink }: { remark: Comment; onShow: (passage: NonNullable<Comment["passage"]>) => void; onLink: (target: string) => void }) {
  const toast = useToast();
  const restore = useRun("comments.restore");
  const remove = useRun("comments.delete", {
    onDone: (gone) => toast({ title: m.plans_remark_deleted(), action: { label: m.plans_undo(), run: () => restore.run(gone) } }),
  });
  const { passage } = remark;
  return (
    <li>
      <div className="flex items-center gap-2">
        <p className="me-auto text-sm text-ink-3">
          <span className="font-medium text-ink-2">{authorName(remark.by)}</span> · <InstantText instant={remark.created_at} />
        </p>
        <IconButton size="sm" icon={Trash2} label={m.plans_remark_delete()} onClick={() => remove.run({ uid: remark.uid, rev: remark.rev })} />
      </div>
      {passage !== null && (
        <button
          type="button"
          onClick={() => onShow(passage)}
          aria-label={m.plans_remark_show({ quote: passage.quote })}
          className="mb-1 block w-full rounded-sm border-s-2 border-accent bg-accent-soft px-2.5 py-1 text-start text-sm text-ink-2 hover:text-ink"
        >
          <span className="line-clamp-3 wrap-anywhere">{passage.quote}</span>
          <span className="text-xs text-ink-3">{m.plans_version_n({ number: passage.version })}</span>
        </button>
      )}
      <Markdown text={remark.body} onLink={onLink} />
    </li>
  );
}

function RemarkDialog({ plan, version, quote, onClose }: { plan: PlanDetail; version: number | null; quote: string; onClose: () => void }) {
  const speakers = useSpeakers();
  const [passage, setPassage] = useState(quote);
  const [who, setWho] = useState("");
  const [body, setBody] = useState("");
  const [asked, setAsked] = useState(false);
  const toast = useToast();
  const create = useRun("comments.create", {
    onDone: () => {
      toast({ title: m.plans_remarked(), tone: "success" });
      onClose();
    },
    onFail: () => undefined,
  });
  const blank = body.trim() === "";
  const notFound = create.error?.params["field"] === "quote" ? m.plans_remark_not_found() : null;
  const bodyProblem = invalidField(create.error, "body");
  const confirm = () => {
    setAsked(true);
    if (blank || create.busy) return;
    const about = version === null || passage.trim() === "" ? null : { version, quote: passage };
    create.run({ subject: "plan", subject_uid: plan.uid, body, passage: about, secretary_uid: who === "" ? null : who });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.plans_remark_title()}
      footer={
        <>
          <Button onClick={onClose}>{m.plans_cancel()}</Button>
          <Button variant="primary" busy={create.busy} onClick={confirm}>
            {m.plans_remark_confirm()}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        {version !== null && <TextField label={m.plans_remark_quote()} hint={m.plans_remark_quote_hint()} multiline rows={2} maxLength={QUOTE_LIMIT} value={passage} onChange={setPassage} error={notFound} />}
        {speakers.length > 0 && (
          <Select label={m.plans_remark_who()} value={who} options={[{ value: "", label: m.plans_remark_me() }, ...speakers.map(({ uid, name }) => ({ value: uid, label: name }))]} onChange={setWho} />
        )}
        <TextField label={m.plans_remark_body()} required autoFocus multiline rows={4} value={body} onChange={setBody} error={asked && blank ? m.plans_remark_required() : bodyProblem} />
        {create.error && notFound === null && bodyProblem === null && <ErrorNotice error={create.error} />}
      </div>
    </Dialog>
  );
}
