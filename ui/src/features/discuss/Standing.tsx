/// How far a discussion has come: the phase, the way to a consensus, what it has cost of what it may, and what may
/// still come.
import type { Discussion, Minutes, Running } from "@/api";
import { Progress, Tooltip } from "@/components";
import { formatNumber, m } from "@/i18n";
import { paceOf, turnsAhead } from "./course";
import { amount, OUTCOMES, PHASES } from "./words";

/** A consensus is a thousand of these. */
const WHOLE = 1_000;

export function Standing({ discussion, minutes, running }: { discussion: Discussion; minutes: Minutes; running: Running }) {
  const { progress, spent, reserved, budget, unit, phase, round, status } = running;
  const isOpen = status === "active" || status === "paused";
  const free = budget === 0;
  return (
    <section aria-labelledby="discuss-standing" className="flex flex-col gap-3.5">
      <h2 id="discuss-standing" className="sr-only">
        {m.discuss_standing()}
      </h2>
      {isOpen && (
        <div>
          <p className="text-xs text-ink-3">{m.discuss_round({ number: formatNumber(round) })}</p>
          <p className="font-title text-lg font-semibold">{PHASES[phase].name()}</p>
          <p className="text-sm text-ink-2">{PHASES[phase].text()}</p>
        </div>
      )}
      <div>
        <p className="mb-1 flex items-baseline gap-2 text-sm">
          <span className="flex-1 text-ink-2">{m.discuss_progress()}</span>
          <span className="font-medium tabular-nums">{m.discuss_percent({ value: formatNumber(Math.floor((progress * 100) / WHOLE)) })}</span>
        </p>
        <Progress value={progress} max={WHOLE} label={m.discuss_progress()} />
        {isOpen && (
          <p className="mt-1 text-xs text-ink-3">
            {m.discuss_would_be()} {OUTCOMES[running.outcome].name()}
          </p>
        )}
      </div>
      {!free && (
        <div>
          <p className="mb-1 flex items-baseline gap-2 text-sm">
            <span className="flex-1 text-ink-2">{m.discuss_spent()}</span>
            <Tooltip text={m.discuss_reserved({ amount: amount(unit, reserved) })}>
              <span className="font-medium tabular-nums">{m.discuss_spent_of({ spent: amount(unit, spent), budget: amount(unit, budget) })}</span>
            </Tooltip>
          </p>
          <div role="progressbar" aria-label={m.discuss_spent()} aria-valuemin={0} aria-valuemax={budget} aria-valuenow={Math.min(budget, spent)} className="flex h-1.5 w-full overflow-hidden rounded-full bg-neutral-soft">
            <div className={spent >= budget * 0.8 ? "h-full bg-amber" : "h-full bg-accent"} style={{ width: `${Math.min(100, (spent / budget) * 100)}%` }} />
            <div className="h-full bg-accent opacity-35" style={{ width: `${Math.min(100 - Math.min(100, (spent / budget) * 100), (reserved / budget) * 100)}%` }} />
          </div>
        </div>
      )}
      {isOpen && <Ahead discussion={discussion} minutes={minutes} running={running} />}
    </section>
  );
}

const MINUTE_MS = 60_000;

/** How many turns may still come, and when it may end. */
function Ahead({ discussion, minutes, running }: { discussion: Discussion; minutes: Minutes; running: Running }) {
  const turns = turnsAhead(discussion, minutes, running);
  const pace = paceOf(minutes.messages);
  // Nobody knows how long the person takes.
  const waits = running.status === "paused" || running.turns.some(({ is_own: isOwn }) => isOwn);
  const left = pace === null || waits ? null : Math.max(1, Math.round((turns * pace) / MINUTE_MS));
  return (
    <p className="text-sm text-ink-3">
      {m.discuss_turns_ahead({ count: formatNumber(turns) })}
      {left !== null && <> · {m.discuss_minutes_ahead({ count: formatNumber(left) })}</>}
    </p>
  );
}
