/// What can be done with a plan now: one button for each legal move, with a word on what it does.
/// Decisions are asked for in dialogs, bound to the version on the screen. Must not know the rules: the host gives `moves`.
import { CircleCheck, CircleX, Eye, PenLine, RotateCcw, Send, Undo2 } from "lucide-react";
import { useId, useState } from "react";
import { useRemember, useRun, type PlanDetail, type PlanMove, type PlanVersion } from "@/api";
import { Button, useToast, type Icon } from "@/components";
import { m } from "@/i18n";
import { ApproveDialog } from "./ApproveDialog";
import { SendBackDialog } from "./SendBackDialog";
import { moveWords } from "./words";

const ICON: Record<PlanMove, Icon> = {
  submit: Send,
  start_review: Eye,
  approve: CircleCheck,
  reject: CircleX,
  request_revision: PenLine,
  withdraw: Undo2,
  revise: PenLine,
  reopen: RotateCcw,
  amend: PenLine,
};

/** The moves in the order of how likely they are wanted. */
const ORDER: readonly PlanMove[] = ["submit", "approve", "start_review", "request_revision", "reject", "revise", "reopen", "amend", "withdraw"];

type Asking = { how: "approve" | "reject" | "request_revision"; version: PlanVersion };

export interface PlanMovesProps {
  plan: PlanDetail;
  /** Saves what is on the screen, and submits it. */
  submit: () => void;
  submitting: boolean;
  onApproved: () => void;
}

export function PlanMoves({ plan, submit, submitting, onApproved }: PlanMovesProps) {
  const id = useId();
  const toast = useToast();
  const remember = useRemember();
  const [asking, setAsking] = useState<Asking | null>(null);
  const done = (move: PlanMove) => ({
    onDone: (detail: PlanDetail) => {
      remember("plans.get", { uid: detail.uid }, detail);
      toast({ title: moveWords(move).done, tone: "success" });
    },
  });
  const startReview = useRun("plans.start_review", done("start_review"));
  const withdraw = useRun("plans.withdraw", done("withdraw"));
  const revise = useRun("plans.revise", done("revise"));
  const reopen = useRun("plans.reopen", done("reopen"));
  const amend = useRun("plans.amend", done("amend"));
  const busy = [startReview, withdraw, revise, reopen, amend].some((command) => command.busy) || submitting;

  const make = (move: PlanMove) => {
    const read = { uid: plan.uid, rev: plan.rev };
    switch (move) {
      case "submit":
        return submit();
      case "start_review":
        return startReview.run(read);
      case "withdraw":
        return withdraw.run(read);
      case "revise":
        return revise.run(read);
      case "reopen":
        return reopen.run(read);
      case "amend":
        return amend.run(read);
      case "approve":
      case "reject":
      case "request_revision":
        return setAsking({ how: move, version: plan.newest });
    }
  };
  const decided = (how: Asking["how"]) => {
    setAsking(null);
    toast({ title: moveWords(how).done, tone: "success" });
    if (how === "approve") onApproved();
  };

  const moves = ORDER.filter((move) => plan.moves.includes(move));
  if (moves.length === 0) return null;
  return (
    <section aria-labelledby={`${id}-moves`}>
      <h2 id={`${id}-moves`} className="mb-2 text-sm font-medium text-ink-2">
        {m.plans_moves_heading()}
      </h2>
      <ul className="flex flex-col gap-3">
        {moves.map((move, index) => {
          const words = moveWords(move);
          return (
            <li key={move}>
              <Button
                variant={index === 0 ? "primary" : "secondary"}
                icon={ICON[move]}
                busy={move === "submit" && submitting}
                disabled={busy}
                aria-describedby={`${id}-${move}`}
                className="w-full"
                onClick={() => make(move)}
              >
                {words.label}
              </Button>
              <p id={`${id}-${move}`} className="mt-1 text-sm text-ink-3">
                {words.reason}
              </p>
            </li>
          );
        })}
      </ul>
      {asking?.how === "approve" && <ApproveDialog plan={plan} version={asking.version} onClose={() => setAsking(null)} onApproved={() => decided("approve")} />}
      {asking !== null && asking.how !== "approve" && (
        <SendBackDialog how={asking.how} plan={plan} version={asking.version} onClose={() => setAsking(null)} onDecided={() => decided(asking.how)} />
      )}
    </section>
  );
}
