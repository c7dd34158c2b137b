/// What secretaries would decide about a plan. It decides nothing; for those without a model the person may speak.
import { MessageSquareQuote } from "lucide-react";
import { useState } from "react";
import { useRead, useRemember, useRun, type Decision, type DecisionAction, type PlanDetail } from "@/api";
import { Button, Dialog, ErrorNotice, InstantText, Select, TextField, useToast } from "@/components";
import { m } from "@/i18n";
import { Part } from "./Part";
import { authorName } from "./words";

export function AdviceList({ plan }: { plan: PlanDetail }) {
  const [asking, setAsking] = useState(false);
  const speakers = useSpeakers();
  const waits = plan.newest.status === "submitted" || plan.newest.status === "under_review";
  const mayAdd = waits && speakers.length > 0;
  if (plan.advice.length === 0 && !mayAdd) return null;
  return (
    <Part heading={m.plans_advice_heading()}>
      <p className="text-sm text-ink-3">{m.plans_advice_hint()}</p>
      <ol className="mt-2 flex flex-col gap-3">
        {plan.advice.map((advice) => (
          <li key={advice.uid}>
            <p className="text-base font-medium">{adviceWords(advice)}</p>
            <p className="text-sm text-ink-3">
              <InstantText instant={advice.at} />
            </p>
            {advice.comment !== null && <p className="mt-1 border-s-2 border-line ps-2.5 text-base whitespace-pre-wrap text-ink-2 wrap-anywhere">{advice.comment}</p>}
          </li>
        ))}
      </ol>
      {mayAdd && (
        <Button size="sm" icon={MessageSquareQuote} className="mt-2" onClick={() => setAsking(true)}>
          {m.plans_advice_add()}
        </Button>
      )}
      {asking && <AdviceDialog plan={plan} speakers={speakers} onClose={() => setAsking(false)} />}
    </Part>
  );
}

/** A secretary for whom the person may speak. */
export interface Speaker {
  uid: string;
  name: string;
}

/** Secretaries without a model, by name. */
export function useSpeakers(): Speaker[] {
  const people = useRead("people.list", {});
  return (people.data?.secretaries ?? []).filter((secretary) => secretary.model === null).map(({ uid, name }) => ({ uid, name }));
}

function AdviceDialog({ plan, speakers, onClose }: { plan: PlanDetail; speakers: readonly Speaker[]; onClose: () => void }) {
  // What was on the screen when the dialog opened; another version is another matter.
  const [version] = useState(plan.newest);
  const [who, setWho] = useState(speakers[0]?.uid ?? "");
  const [action, setAction] = useState<DecisionAction>("approve");
  const [comment, setComment] = useState("");
  const [asked, setAsked] = useState(false);
  const remember = useRemember();
  const toast = useToast();
  const advise = useRun("plans.advise", {
    onDone: (detail) => {
      remember("plans.get", { uid: detail.uid }, detail);
      toast({ title: m.plans_advised(), tone: "success" });
      onClose();
    },
    onFail: () => undefined,
  });
  const lacksReason = action !== "approve" && comment.trim() === "";
  const confirm = () => {
    setAsked(true);
    if (lacksReason || advise.busy) return;
    advise.run({ uid: plan.uid, version: version.number, content_hash: version.content_hash, secretary_uid: who, action, ...(comment.trim() !== "" && { comment: comment.trim() }) });
  };
  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.plans_advice_title()}
      description={m.plans_advice_text()}
      footer={
        <>
          <Button onClick={onClose}>{m.plans_cancel()}</Button>
          <Button variant="primary" busy={advise.busy} onClick={confirm}>
            {m.plans_advice_confirm()}
          </Button>
        </>
      }
    >
      <div className="flex flex-col gap-4">
        <Select label={m.plans_advice_who()} value={who} options={speakers.map(({ uid, name }) => ({ value: uid, label: name }))} onChange={setWho} />
        <Select
          label={m.plans_advice_action()}
          value={action}
          options={[
            { value: "approve", label: m.plans_advice_action_approve() },
            { value: "request_revision", label: m.plans_advice_action_request_revision() },
            { value: "reject", label: m.plans_advice_action_reject() },
          ]}
          onChange={setAction}
        />
        <TextField
          label={m.plans_advice_comment()}
          required={action !== "approve"}
          multiline
          rows={4}
          value={comment}
          onChange={setComment}
          error={asked && lacksReason ? m.plans_comment_required() : null}
        />
        {advise.error && <ErrorNotice error={advise.error} />}
      </div>
    </Dialog>
  );
}

function adviceWords(advice: Decision): string {
  const said = { name: authorName(advice.by), number: advice.version };
  switch (advice.action) {
    case "approve":
      return m.plans_advice_approve(said);
    case "reject":
      return m.plans_advice_reject(said);
    case "request_revision":
      return m.plans_advice_request_revision(said);
  }
}
