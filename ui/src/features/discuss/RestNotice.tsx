/// Why a discussion does not go on by itself, and the one thing that lets it.
import { CirclePause } from "lucide-react";
import { useRun, type Running } from "@/api";
import { Button } from "@/components";
import { m } from "@/i18n";
import { PAUSES } from "./words";

export interface RestNoticeProps {
  uid: string;
  running: Running;
  onBudget: () => void;
  onInvite: () => void;
}

export function RestNotice({ uid, running, onBudget, onInvite }: RestNoticeProps) {
  const goOn = useRun("discussions.go_on");
  const { paused, is_left: isLeft, status } = running;
  if (!isLeft && (status !== "paused" || paused === null)) return null;
  return (
    <div role="status" className="flex flex-wrap items-center gap-x-3 gap-y-1.5 border-b border-line bg-amber-soft px-6 py-2 text-sm text-amber">
      <CirclePause size={15} className="shrink-0" aria-hidden />
      <span className="min-w-0 flex-1 basis-60">{isLeft ? m.discuss_left() : paused !== null && PAUSES[paused]()}</span>
      {isLeft && (
        <Button size="sm" busy={goOn.busy} onClick={() => goOn.run({ uid })}>
          {m.discuss_carry_on()}
        </Button>
      )}
      {paused === "budget" && (
        <Button size="sm" onClick={onBudget}>
          {m.discuss_budget()}
        </Button>
      )}
      {paused === "too_few" && (
        <Button size="sm" onClick={onInvite}>
          {m.discuss_join()}
        </Button>
      )}
    </div>
  );
}
