/// How a discussion ended, or what it would come to now: the outcome, the dissent, and the summary made from the record.
import { MessagesSquare, Play } from "lucide-react";
import { useRun, type Discussion, type People, type Running } from "@/api";
import { Badge, Button, StreamedMarkdown } from "@/components";
import { useFollowLink, useShowTag } from "@/features/vault/useFollowLink";
import { m } from "@/i18n";
import { OptionMark } from "./OptionMark";
import { PlanDraft } from "./PlanDraft";
import { countedOf } from "./positions";
import { SeatFace } from "./SeatFace";
import { OUTCOMES, seatName } from "./words";

export interface OutcomePanelProps {
  discussion: Discussion;
  running: Running;
  people: People;
  /** The round the present topic began with. */
  since: number;
  /** Shows it from its beginning. */
  onReplay: () => void;
}

export function OutcomePanel({ discussion, running, people, since, onReplay }: OutcomePanelProps) {
  const onLink = useFollowLink("");
  const onTag = useShowTag();
  const ended = discussion.status === "completed" || discussion.status === "terminated";
  const goOn = useRun("discussions.go_on");
  const outcome = discussion.outcome ?? running.outcome;
  const look = OUTCOMES[outcome];
  const leading = running.leading === null ? undefined : running.options[running.leading];
  const held = countedOf(running.stances, since);
  return (
    <div className="mx-auto flex max-w-3xl flex-col gap-6 px-6 pt-3 pb-10">
      <section aria-labelledby="discuss-outcome">
        <p className="text-sm text-ink-3">{ended ? m.discuss_outcome() : m.discuss_outcome_now()}</p>
        <h2 id="discuss-outcome" className="mt-1 flex flex-wrap items-center gap-3 font-title text-xl font-semibold">
          {look.name()}
          {discussion.status === "terminated" && <Badge>{m.discuss_status_terminated()}</Badge>}
        </h2>
        <p className="mt-1 text-base text-ink-2">{look.text()}</p>
        {running.leading !== null && leading !== undefined && (
          <>
            <p className="mt-4 mb-1.5 text-sm text-ink-3">{m.discuss_leading()}</p>
            <p className="flex items-start gap-2.5 rounded-lg border border-line bg-raised px-4 py-3 text-md shadow-1">
              <OptionMark option={running.leading} />
              <span className="min-w-0 wrap-anywhere">{leading}</span>
            </p>
          </>
        )}
      </section>
      {running.may_go_on && (
        <section className="flex flex-wrap items-center gap-3 rounded-lg bg-sunken px-4 py-3">
          <p className="min-w-0 flex-1 basis-60 text-base text-ink-2">{m.discuss_go_on_text()}</p>
          <Button size="sm" icon={Play} busy={goOn.busy} onClick={() => goOn.run({ uid: discussion.uid })}>
            {m.discuss_go_on()}
          </Button>
        </section>
      )}
      {leading !== undefined && running.dissenters.length > 0 && (
        <section aria-labelledby="discuss-dissent">
          <h2 id="discuss-dissent" className="mb-2 font-title text-lg font-semibold">
            {m.discuss_dissent()}
          </h2>
          <ul className="flex flex-col gap-2">
            {running.dissenters.map((uid) => {
              const seat = discussion.seats.find((known) => known.uid === uid);
              const position = held.get(uid);
              return (
                <li key={uid} className="flex items-start gap-2.5">
                  {seat !== undefined && <SeatFace who={seat.who} people={people} size="sm" />}
                  <span className="min-w-0 flex-1">
                    <span className="font-medium">{seatName(seat)}</span>{" "}
                    <span className="text-ink-2 wrap-anywhere">{position === undefined ? m.discuss_holds_nothing() : position.text}</span>
                  </span>
                  {position !== undefined && <OptionMark option={position.option} />}
                </li>
              );
            })}
          </ul>
        </section>
      )}
      {discussion.consensus_summary !== null && discussion.consensus_summary !== "" && (
        <section aria-labelledby="discuss-summary">
          <h2 id="discuss-summary" className="font-title text-lg font-semibold">
            {m.discuss_summary()}
          </h2>
          <p className="mb-2 text-sm text-ink-3">{m.discuss_summary_text()}</p>
          <StreamedMarkdown text={discussion.consensus_summary} breaks onLink={onLink} onTag={onTag} />
        </section>
      )}
      {ended && <PlanDraft discussion={discussion} people={people} />}
      {ended && (
        <div className="flex flex-wrap gap-2">
          <Button icon={MessagesSquare} onClick={onReplay}>
            {m.discuss_replay()}
          </Button>
        </div>
      )}
    </div>
  );
}
