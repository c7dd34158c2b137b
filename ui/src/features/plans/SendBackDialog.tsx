/// Asks why a plan is rejected or sent back; neither goes without a word to its author.
import { useState, type SyntheticEvent } from "react";
import { useDecide, useRemember, type PlanDetail, type PlanVersion } from "@/api";
import { Button, Dialog, ErrorNotice, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { shortHash, shownTitle } from "./words";

export interface SendBackDialogProps {
  how: "reject" | "request_revision";
  plan: PlanDetail;
  /** The version that was on the screen when the person asked. */
  version: PlanVersion;
  onClose: () => void;
  onDecided: () => void;
}

export function SendBackDialog({ how, plan, version, onClose, onDecided }: SendBackDialogProps) {
  const [comment, setComment] = useState("");
  const [asked, setAsked] = useState(false);
  const remember = useRemember();
  const options = {
    onDone: (detail: PlanDetail) => {
      remember("plans.get", { uid: detail.uid }, detail);
      onDecided();
    },
    onFail: () => undefined,
  };
  const reject = useDecide("plans.reject", options);
  const revision = useDecide("plans.request_revision", options);
  const { decide, busy, error } = how === "reject" ? reject : revision;
  const blank = comment.trim() === "";

  const confirm = (gesture: SyntheticEvent) => {
    setAsked(true);
    if (!blank && !busy) decide({ uid: plan.uid, version: version.number, content_hash: version.content_hash, comment: comment.trim() }, gesture);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={how === "reject" ? m.plans_reject_title() : m.plans_revision_title()}
      description={m.plans_decision_about({ title: shownTitle(version.content.title), number: version.number, hash: shortHash(version.content_hash) })}
      footer={
        <>
          <Button onClick={onClose}>{m.plans_cancel()}</Button>
          <Button variant={how === "reject" ? "danger" : "primary"} busy={busy} onClick={confirm}>
            {how === "reject" ? m.plans_reject_confirm() : m.plans_revision_confirm()}
          </Button>
        </>
      }
    >
      <TextField
        label={how === "reject" ? m.plans_reject_comment() : m.plans_revision_comment()}
        required
        autoFocus
        multiline
        rows={4}
        value={comment}
        onChange={setComment}
        error={asked && blank ? m.plans_comment_required() : null}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isComposing(event)) confirm(event);
        }}
      />
      {error && (
        <div className="mt-3">
          <ErrorNotice error={error} />
        </div>
      )}
    </Dialog>
  );
}
