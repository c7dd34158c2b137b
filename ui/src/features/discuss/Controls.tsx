/// What the person can do to a discussion that is going on: pause it, go on, lead it elsewhere, ask, end it. What each
/// does is said where it is pressed.
import { CircleStop, Ellipsis, HelpCircle, Pause, Play, Signpost, Trash2, UserPlus, Wallet } from "lucide-react";
import { useRun, type Discussion, type Running } from "@/api";
import { Button, IconButton, Menu, Tooltip, type MenuItem } from "@/components";
import { m } from "@/i18n";
import type { Stepping } from "./InterruptDialog";
import { useRemoval } from "./useRemoval";

export interface ControlsProps {
  discussion: Discussion;
  running: Running;
  isOpen: boolean;
  onStepIn: (stepping: Stepping) => void;
  onBudget: () => void;
  onInvite: () => void;
}

export function Controls({ discussion, running, isOpen, onStepIn, onBudget, onInvite }: ControlsProps) {
  const remove = useRemoval(discussion);
  const items: MenuItem[] = [
    ...(isOpen ? [{ label: m.discuss_join(), icon: UserPlus, onSelect: onInvite }] : []),
    ...(isOpen && running.budget > 0 ? [{ label: m.discuss_budget(), icon: Wallet, onSelect: onBudget }] : []),
    { label: m.discuss_delete(), icon: Trash2, danger: true, onSelect: remove },
  ];
  return (
    <div role="group" aria-label={m.discuss_controls()} className="flex flex-wrap items-center gap-1.5">
      {isOpen && (
        <>
          <PauseButton uid={discussion.uid} paused={running.status === "paused"} />
          <Tooltip text={m.discuss_redirect_text()}>
            <Button size="sm" icon={Signpost} onClick={() => onStepIn({ how: "redirect" })}>
              {m.discuss_redirect()}
            </Button>
          </Tooltip>
          <Tooltip text={m.discuss_clarify_text()}>
            <Button size="sm" icon={HelpCircle} onClick={() => onStepIn({ how: "clarify", to: null })}>
              {m.discuss_clarify()}
            </Button>
          </Tooltip>
          <Tooltip text={m.discuss_terminate_text()}>
            <Button size="sm" icon={CircleStop} onClick={() => onStepIn({ how: "terminate" })}>
              {m.discuss_terminate()}
            </Button>
          </Tooltip>
        </>
      )}
      <Menu trigger={<IconButton size="sm" label={m.discuss_more()} icon={Ellipsis} />} items={items} />
    </div>
  );
}

/** Pauses, or goes on. One button, so that the focus stays where it is. */
export function PauseButton({ uid, paused }: { uid: string; paused: boolean }) {
  const interrupt = useRun("discussions.interrupt");
  return (
    <Tooltip text={paused ? m.discuss_resume_text() : m.discuss_pause_text()}>
      <Button
        size="sm"
        variant={paused ? "primary" : "secondary"}
        icon={paused ? Play : Pause}
        busy={interrupt.busy}
        onClick={() => interrupt.run({ uid, interruption_type: paused ? "resume" : "pause" })}
      >
        {paused ? m.discuss_resume() : m.discuss_pause()}
      </Button>
    </Tooltip>
  );
}
