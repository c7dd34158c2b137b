/// Goes through a discussion that is over, message by message, by hand or by itself.
import { ChevronLeft, ChevronRight, Pause, Play, X } from "lucide-react";
import { useEffect, useEffectEvent, useState } from "react";
import { Button, IconButton } from "@/components";
import { formatNumber, m } from "@/i18n";

export interface ReplayProps {
  /** How many messages are shown, from 1. */
  at: number;
  total: number;
  onChange: (at: number) => void;
  onClose: () => void;
}

/** Long enough to read the gist of a message. */
const STEP_MS = 2_500;

export function Replay({ at, total, onChange, onClose }: ReplayProps) {
  const [plays, setPlays] = useState(false);
  const running = plays && at < total;
  const step = useEffectEvent(() => onChange(Math.min(total, at + 1)));
  useEffect(() => {
    if (!running) return undefined;
    const timer = setInterval(step, STEP_MS);
    return () => clearInterval(timer);
  }, [running]);
  return (
    <div data-foot role="group" aria-label={m.discuss_replay()} className="shrink-0 border-t border-line bg-surface">
      <div className="mx-auto flex w-full max-w-3xl items-center gap-2 px-6 py-3">
        <IconButton size="sm" icon={ChevronLeft} label={m.discuss_replay_back()} disabled={at <= 1} onClick={() => onChange(at - 1)} />
        <IconButton size="sm" icon={running ? Pause : Play} label={running ? m.discuss_replay_stop() : m.discuss_replay_play()} disabled={at >= total} onClick={() => setPlays(!running)} />
        <IconButton size="sm" icon={ChevronRight} label={m.discuss_replay_next()} disabled={at >= total} onClick={() => onChange(at + 1)} />
        <input
          type="range"
          min={1}
          max={total}
          value={at}
          aria-label={m.discuss_replay_at()}
          aria-valuetext={m.discuss_replay_of({ at: formatNumber(at), total: formatNumber(total) })}
          onChange={(event) => onChange(Number(event.target.value))}
          className="min-w-0 flex-1 accent-accent"
        />
        <span className="text-sm text-ink-3 tabular-nums">{m.discuss_replay_of({ at: formatNumber(at), total: formatNumber(total) })}</span>
        <Button size="sm" variant="ghost" icon={X} onClick={onClose}>
          {m.discuss_replay_close()}
        </Button>
      </div>
    </div>
  );
}
