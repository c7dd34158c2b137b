/// A discussion before it begins: who sits, what it is limited to, and what it may come to cost.
import { Ellipsis, Info, Play, Trash2, UserMinus, UserPlus } from "lucide-react";
import { useState } from "react";
import { errorText, useRead, useRemember, useRun, type Discussion, type People, type Seat3 } from "@/api";
import { Badge, Button, ErrorNotice, IconButton, Menu, RadioCards, Select, StreamedMarkdown, TextField } from "@/components";
import { useFollowLink, useShowTag } from "@/features/vault/useFollowLink";
import { useSettled } from "@/features/vault/search/useSettled";
import { m } from "@/i18n";
import type { CommandFailure } from "@/platform";
import { BackLink } from "./BackLink";
import { EstimateView } from "./EstimateView";
import { NO_LIMITS, readLimits, type Limits } from "./form";
import { JoinDialog } from "./JoinDialog";
import { SeatFace } from "./SeatFace";
import { useRemoval } from "./useRemoval";
import { KINDS, ROLES, seatName, STATUSES } from "./words";

const QUIET_MS = 250;
/** The fields here that a failure can be about. */
const FIELDS = ["options", "minutes", "budget"];

export function Preparation({ discussion, people }: { discussion: Discussion; people: People }) {
  const { uid, rev } = discussion;
  const [limits, setLimits] = useState<Limits>(NO_LIMITS);
  const [inviting, setInviting] = useState(false);
  const set = (part: Partial<Limits>) => setLimits((before) => ({ ...before, ...part }));
  const { input, wrong } = readLimits(limits);
  const settled = useSettled(JSON.stringify(input), QUIET_MS);
  const estimate = useRead("discussions.estimate", { uid, rev, ...(JSON.parse(settled) as typeof input) }, { keepPrevious: true });
  const remember = useRemember();
  const start = useRun("discussions.start", { onDone: (begun) => remember("discussions.get", { uid }, begun), onFail: () => undefined });
  const remove = useRemoval(discussion);
  const onLink = useFollowLink("");
  const onTag = useShowTag();
  const failure = start.error ?? estimate.error;
  const about = String(failure?.params["field"]);
  const said = (field: string) => (about === field && failure !== null ? errorText(failure).what : null);
  const seated = discussion.seats.filter(({ left_at: left }) => left === null);
  const Kind = KINDS[discussion.kind].icon;
  const look = STATUSES.draft;

  return (
    <div className="flex h-full min-h-0 flex-col">
      <header className="flex items-center gap-3 px-8 pt-5 pb-1">
        <BackLink />
        <span className="flex-1" />
        <Menu trigger={<IconButton label={m.discuss_more()} icon={Ellipsis} />} items={[{ label: m.discuss_delete(), icon: Trash2, danger: true, onSelect: remove }]} />
      </header>
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by the keyboard too */}
      <div tabIndex={0} role="region" aria-label={m.discuss_preparation()} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
        <div className="mx-auto flex max-w-5xl flex-col gap-8 px-8 pt-2 pb-12 lg:flex-row lg:gap-12">
          <div className="flex min-w-0 flex-1 flex-col gap-7">
            <div>
              <p className="mb-1.5 flex items-center gap-2 text-sm text-ink-2">
                <Kind size={15} aria-hidden />
                {KINDS[discussion.kind].name()}
                <Badge tone={look.tone} icon={look.icon}>
                  {look.name()}
                </Badge>
              </p>
              <h1 className="font-title text-2xl font-semibold text-balance wrap-anywhere">{discussion.title}</h1>
              {discussion.topic !== discussion.title && <p className="mt-2 text-md whitespace-pre-wrap wrap-anywhere">{discussion.topic}</p>}
              {discussion.description !== "" && <StreamedMarkdown className="mt-2 text-ink-2" text={discussion.description} breaks onLink={onLink} onTag={onTag} />}
            </div>
            <section aria-labelledby="discuss-seated">
              <div className="mb-2 flex items-center gap-3">
                <h2 id="discuss-seated" className="flex-1 font-title text-lg font-semibold">
                  {m.discuss_seats()}
                </h2>
                <Button size="sm" icon={UserPlus} onClick={() => setInviting(true)}>
                  {m.discuss_join()}
                </Button>
              </div>
              <ul className="divide-y divide-line rounded-lg border border-line bg-raised shadow-1">
                {seated.map((seat) => (
                  <SeatRow key={seat.uid} seat={seat} discussion={discussion} people={people} />
                ))}
              </ul>
            </section>
            <section aria-labelledby="discuss-limits" className="flex flex-col gap-5">
              <h2 id="discuss-limits" className="-mb-2 font-title text-lg font-semibold">
                {m.discuss_limits()}
              </h2>
              <RadioCards
                label={m.discuss_rounds()}
                value={limits.rounds}
                onChange={(rounds) => set({ rounds })}
                className="grid-cols-1 sm:grid-cols-3"
                cards={[
                  { value: "1", label: m.discuss_rounds_one(), text: m.discuss_rounds_one_text() },
                  { value: "2", label: m.discuss_rounds_two(), text: m.discuss_rounds_two_text() },
                  { value: "3", label: m.discuss_rounds_three(), text: m.discuss_rounds_three_text() },
                ]}
              />
              <TextField label={m.discuss_options()} multiline rows={3} value={limits.options} onChange={(options) => set({ options })} hint={m.discuss_options_hint()} error={said("options")} />
              <div className="grid gap-4 sm:grid-cols-3">
                <TextField label={m.discuss_minutes()} inputMode="numeric" value={limits.minutes} onChange={(minutes) => set({ minutes })} hint={m.discuss_minutes_hint()} error={wrong.minutes ? m.discuss_minutes_wrong() : said("minutes")} />
                <Select
                  label={m.discuss_unit()}
                  value={limits.unit}
                  onChange={(unit) => set({ unit })}
                  options={[
                    { value: "tokens", label: m.discuss_unit_tokens() },
                    { value: "cost", label: m.discuss_unit_cost() },
                  ]}
                />
                <TextField
                  label={limits.unit === "cost" ? m.discuss_budget_cost() : m.discuss_budget_tokens()}
                  inputMode="decimal"
                  value={limits.budget}
                  onChange={(budget) => set({ budget })}
                  hint={m.discuss_budget_hint()}
                  error={wrong.budget ? m.discuss_budget_wrong() : said("budget")}
                />
              </div>
            </section>
          </div>
          <aside aria-label={m.discuss_estimate()} className="flex w-full shrink-0 flex-col gap-4 lg:w-76">
            {estimate.error === null && <EstimateView estimate={estimate.data} />}
            {failure !== null && !FIELDS.includes(about) && <ErrorNotice error={failure} retry={retryOf(estimate.error, () => void estimate.refetch())} />}
            <Button
              variant="primary"
              icon={Play}
              busy={start.busy}
              disabled={wrong.budget || wrong.minutes || estimate.error !== null}
              onClick={() => start.run({ uid, rev, ...input })}
            >
              {m.discuss_start()}
            </Button>
            <p className="flex items-start gap-2 text-sm text-ink-3">
              <Info size={15} className="mt-0.5 shrink-0" aria-hidden />
              {m.discuss_start_text()}
            </p>
          </aside>
        </div>
      </div>
      {inviting && <JoinDialog discussion={discussion} people={people} onClose={() => setInviting(false)} />}
    </div>
  );
}

/** Asking again helps where the machine failed; what the rules refuse has to be changed first. */
function retryOf(failure: CommandFailure | null, retry: () => void): (() => void) | undefined {
  return failure === null || failure.code === "refused" || failure.code === "invalid" ? undefined : retry;
}

function SeatRow({ seat, discussion: { uid, rev }, people }: { seat: Seat3; discussion: Discussion; people: People }) {
  const leave = useRun("discussions.leave");
  const name = seatName(seat);
  return (
    <li className="flex min-h-13 items-center gap-3 px-4 py-2">
      <SeatFace who={seat.who} people={people} />
      <span className="min-w-0 flex-1">
        <span className="block truncate text-base font-medium">{name}</span>
        <span className="block truncate text-sm text-ink-3">{ROLES[seat.role].text()}</span>
      </span>
      <Badge>{ROLES[seat.role].name()}</Badge>
      <IconButton size="sm" icon={UserMinus} label={m.discuss_leave({ name })} disabled={leave.busy} onClick={() => leave.run({ uid, rev, seat_uid: seat.uid })} />
    </li>
  );
}
