/// Asks for the approval of exactly the version on the screen, and says what will follow from it.
import { ClipboardCheck, FileText, GitCompareArrows, ListTodo } from "lucide-react";
import { useState, type SyntheticEvent } from "react";
import { useAppState, useDecide, useRemember, type PlanDetail, type PlanVersion } from "@/api";
import { Button, Dialog, ErrorNotice, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing, type CommandFailure } from "@/platform";
import type { DraftLine } from "./draft";
import { invalidField } from "./invalid";
import { ROWS, withText } from "./LinesEditor";
import { blankLine, scopeChange } from "./milestones";
import { RowsEditor } from "./RowsEditor";
import { shortHash, shownTitle } from "./words";

export interface ApproveDialogProps {
  plan: PlanDetail;
  /** The version that was on the screen when the person asked; it alone is decided on. */
  version: PlanVersion;
  onClose: () => void;
  onApproved: () => void;
}

export function ApproveDialog({ plan, version, onClose, onApproved }: ApproveDialogProps) {
  const [comment, setComment] = useState("");
  const [conditions, setConditions] = useState<DraftLine[]>([]);
  const written = conditions.map((line) => line.text.trim()).filter((text) => text !== "");
  const remember = useRemember();
  const approve = useDecide("plans.approve", {
    onDone: (detail) => {
      remember("plans.get", { uid: detail.uid }, detail);
      onApproved();
    },
    onFail: () => undefined,
  });

  const decide = (gesture: SyntheticEvent) => {
    if (approve.busy) return;
    const said = comment.trim();
    approve.decide({ uid: plan.uid, version: version.number, content_hash: version.content_hash, conditions: written, ...(said !== "" && { comment: said }) }, gesture);
  };

  return (
    <Dialog
      open
      onOpenChange={(open) => !open && onClose()}
      title={m.plans_approve_title()}
      footer={
        <>
          <Button onClick={onClose}>{m.plans_cancel()}</Button>
          <Button variant="primary" busy={approve.busy} onClick={decide}>
            {m.plans_approve_confirm()}
          </Button>
        </>
      }
    >
      <section aria-label={m.plans_approve_what()} className="rounded-md border border-line bg-paper px-4 py-3">
        <dl className="grid grid-cols-[auto_1fr] items-baseline gap-x-4 gap-y-1.5">
          <dt className="text-sm text-ink-3">{m.plans_approve_plan()}</dt>
          <dd className="font-medium wrap-anywhere">{shownTitle(version.content.title)}</dd>
          <dt className="text-sm text-ink-3">{m.plans_approve_version()}</dt>
          <dd>{m.plans_version_n({ number: version.number })}</dd>
          <dt className="text-sm text-ink-3">{m.plans_approve_hash()}</dt>
          <dd>
            <code className="font-mono text-sm">{shortHash(version.content_hash)}</code>
            <span className="ms-2 text-sm text-ink-3">{m.plans_approve_hash_hint()}</span>
          </dd>
        </dl>
      </section>
      <h3 className="mt-4 text-sm font-medium text-ink-2">{m.plans_approve_follows()}</h3>
      <Follows plan={plan} version={version} conditions={written.length} />
      <div className="mt-4">
        <RowsEditor
          words={{ ...ROWS, heading: m.plans_conditions(), hint: m.plans_conditions_hint(), add: m.plans_condition_add(), text: (number) => m.plans_condition_text({ number }) }}
          rows={conditions}
          textOf={(row) => row.text}
          withText={withText}
          blank={blankLine}
          onChange={setConditions}
          error={conditionsProblem(approve.error)}
        />
      </div>
      <TextField
        className="mt-4"
        label={m.plans_comment_optional()}
        multiline
        rows={2}
        value={comment}
        onChange={setComment}
        onKeyDown={(event) => {
          if (event.key === "Enter" && (event.ctrlKey || event.metaKey) && !isComposing(event)) decide(event);
        }}
      />
      {approve.error && conditionsProblem(approve.error) === null && (
        <div className="mt-3">
          <ErrorNotice error={approve.error} />
        </div>
      )}
    </Dialog>
  );
}

/** What the host refused about the conditions. */
function conditionsProblem(error: CommandFailure | null): string | null {
  return error?.params["rule"] === "duplicate" ? m.plans_condition_twice() : invalidField(error, "conditions");
}

function Follows({ plan, version, conditions }: { plan: PlanDetail; version: PlanVersion; conditions: number }) {
  const { vault } = useAppState();
  const before = plan.versions.find(({ number }) => number === plan.in_force);
  const scope = before === undefined ? null : scopeChange(before.content.milestones, version.content.milestones);
  const count = version.content.milestones.length;
  const project =
    plan.project !== null
      ? m.plans_follow_extend({ key: plan.project.key, count })
      : count > 0
        ? m.plans_follow_project({ count })
        : m.plans_follow_project_empty();
  const notes =
    vault === null || vault.writing === "off"
      ? m.plans_follow_notes_off()
      : vault.writing === "allowed"
        ? m.plans_follow_notes({ plans: vault.plans_folder, projects: vault.projects_folder })
        : m.plans_follow_notes_asked();
  return (
    <ul className="mt-1.5 flex flex-col gap-1.5">
      <li className="flex items-start gap-2.5">
        <ClipboardCheck size={16} className="mt-1 shrink-0 text-ink-3" aria-hidden />
        {project}
      </li>
      {scope !== null && scope.added + scope.moved + scope.dropped > 0 && (
        <li className="flex items-start gap-2.5">
          <GitCompareArrows size={16} className="mt-1 shrink-0 text-ink-3" aria-hidden />
          {m.plans_follow_scope(scope)}
        </li>
      )}
      {conditions > 0 && (
        <li className="flex items-start gap-2.5">
          <ListTodo size={16} className="mt-1 shrink-0 text-ink-3" aria-hidden />
          {m.plans_follow_conditions({ count: conditions })}
        </li>
      )}
      <li className="flex items-start gap-2.5">
        <FileText size={16} className="mt-1 shrink-0 text-ink-3" aria-hidden />
        {notes}
      </li>
    </ul>
  );
}
