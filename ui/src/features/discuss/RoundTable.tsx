/// A discussion that runs or ran: who sits, what is said, what each holds, what it costs, and the person's controls.
import { EyeOff } from "lucide-react";
import { useMemo, useState, type ReactNode } from "react";
import type { Discussion, DiscussionMessage, Minutes, People, Running } from "@/api";
import { Badge, Button, EmptyState, ErrorNotice, Loading, Tabs } from "@/components";
import { useWide } from "@/features/vault/useWide";
import { m } from "@/i18n";
import { BackLink } from "./BackLink";
import { BudgetDialog } from "./BudgetDialog";
import { Composer } from "./Composer";
import { Controls } from "./Controls";
import { phasesOf, topicStart } from "./course";
import { InterruptDialog, type Stepping } from "./InterruptDialog";
import { JoinDialog } from "./JoinDialog";
import { Matrix } from "./Matrix";
import { Objections } from "./Objections";
import { OutcomePanel } from "./OutcomePanel";
import { recordOf } from "./record";
import { Replay } from "./Replay";
import { RestNotice } from "./RestNotice";
import { rowsOf } from "./rows";
import { SeatList } from "./SeatList";
import { Standing } from "./Standing";
import type { Heard } from "./stream";
import { Thread } from "./Thread";
import { isHeldBack, minutesUpTo, runningUpTo, withoutRound } from "./upto";
import { useDiscussion } from "./useDiscussion";
import { KINDS, OUTCOMES, STATUSES } from "./words";

/** The thread and the table fit side by side. */
const SIDE_BY_SIDE = "(min-width: 68rem)";
const NOBODY: Heard = { speaking: new Map(), unanswered: [] };

type View = "thread" | "positions" | "objections" | "outcome" | "table";

export function RoundTable({ discussion, people }: { discussion: Discussion; people: People }) {
  const { running, minutes, heard, error, retry } = useDiscussion(discussion.uid);
  if (running !== undefined && minutes !== undefined) return <Table discussion={discussion} people={people} running={running} minutes={minutes} heard={heard} />;
  return (
    <div className="flex flex-col gap-4 p-8">
      <BackLink />
      {error === null ? <Loading label={m.discuss_opening()} /> : <ErrorNotice error={error} retry={retry} />}
    </div>
  );
}

interface TableProps {
  discussion: Discussion;
  people: People;
  running: Running;
  minutes: Minutes;
  heard: Heard;
}

function Table({ discussion, people, running: now, minutes: whole, heard }: TableProps) {
  const wide = useWide(SIDE_BY_SIDE);
  const isOpen = now.status === "active" || now.status === "paused";
  // Whoever opens one that is over wants its outcome; whoever watched it end goes on reading.
  const [chosen, setChosen] = useState<View>(isOpen ? "thread" : "outcome");
  const [stepping, setStepping] = useState<Stepping | null>(null);
  const [open, setOpen] = useState<"budget" | "invite" | null>(null);
  const [wanted, setWanted] = useState<string | null>(null);
  const [replyTo, setReplyTo] = useState<DiscussionMessage | null>(null);
  const [turnChosen, setTurnChosen] = useState<number | "free" | null>(null);
  const [replay, setReplay] = useState<number | null>(null);
  const [peeks, setPeeks] = useState<number | null>(null);

  // What is on the screen: now, or as it was after so many messages, or without what others say in a blind round.
  const veiled = isHeldBack(now) && peeks !== now.round;
  const { minutes, running } = useMemo(() => {
    if (replay === null) return { minutes: veiled ? withoutRound(whole, now.round) : whole, running: now };
    const shown = minutesUpTo(whole, replay);
    return { minutes: shown, running: runningUpTo(now, shown) };
  }, [whole, now, replay, veiled]);
  const hidden = whole.messages.length - minutes.messages.length;
  const record = useMemo(() => recordOf(discussion, minutes, running), [discussion, minutes, running]);
  const rows = useMemo(
    () => rowsOf({ messages: minutes.messages, interruptions: minutes.interruptions, phases: phasesOf(discussion, whole, now), round: isOpen ? now.round : null, heard: veiled || replay !== null ? NOBODY : heard, isOver: !isOpen && replay === null }),
    [minutes, discussion, whole, now, isOpen, heard, veiled, replay],
  );

  const since = useMemo(() => topicStart(whole, now.round), [whole, now.round]);
  const own = isOpen ? now.turns.filter((turn) => turn.is_own) : [];
  const turn = turnChosen === "free" ? null : (own.find((waiting) => waiting.turn === turnChosen) ?? own[0] ?? null);
  const view = chosen === "table" && wide ? "thread" : chosen;
  const showMessage = (uid: string) => {
    setChosen("thread");
    setWanted(uid);
  };
  const begun = () => {
    setReplay(1);
    setChosen("thread");
  };

  const side = (
    <>
      <Standing discussion={discussion} minutes={whole} running={now} />
      <SeatList
        discussion={discussion}
        running={now}
        heard={heard}
        since={since}
        people={people}
        isOpen={isOpen}
        onInvite={() => setOpen("invite")}
        onSpeakFor={(of) => {
          setTurnChosen(of);
          setChosen("thread");
        }}
      />
    </>
  );
  return (
    <div className="flex h-full min-h-0 flex-col">
      <Head discussion={discussion} running={now}>
        <Controls discussion={discussion} running={now} isOpen={isOpen} onStepIn={setStepping} onBudget={() => setOpen("budget")} onInvite={() => setOpen("invite")} />
      </Head>
      <RestNotice uid={discussion.uid} running={now} onBudget={() => setOpen("budget")} onInvite={() => setOpen("invite")} />
      <div className="flex min-h-0 flex-1">
        <div className="flex min-h-0 min-w-0 flex-1 flex-col">
          <div className="flex px-6 pt-3 pb-1">
            <Tabs label={m.discuss_views()} value={view} onChange={setChosen} tabs={tabsOf(running, minutes, wide)} />
          </div>
          {view === "thread" ? (
            <>
              {veiled && <Veil count={hidden} onPeek={() => setPeeks(now.round)} />}
              {rows.length === 0 ? (
                <div className="min-h-0 flex-1">
                  <EmptyState icon={KINDS[discussion.kind].icon} title={m.discuss_nothing_said()} />
                </div>
              ) : (
                <Thread rows={rows} since={since} outcome={discussion.outcome ?? now.outcome} onOutcome={() => setChosen("outcome")} record={record} people={people} isOpen={isOpen} wanted={replay === null ? wanted : (minutes.messages.at(-1)?.uid ?? null)} onReply={setReplyTo} onAsk={(to) => setStepping({ how: "clarify", to })} onShow={showMessage} />
              )}
            </>
          ) : (
            // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls can be scrolled by the keyboard too
            <div tabIndex={0} role="region" aria-label={VIEWS[view]()} className="min-h-0 flex-1 overflow-y-auto focus-visible:-outline-offset-2">
              {veiled && view !== "table" ? (
                <Veil count={hidden} onPeek={() => setPeeks(now.round)} />
              ) : (
                <>
                  {view === "positions" && <Matrix discussion={discussion} running={running} people={people} since={since} />}
                  {view === "objections" && <Objections discussion={discussion} running={running} people={people} />}
                  {view === "outcome" && <OutcomePanel discussion={discussion} running={now} people={people} since={since} onReplay={begun} />}
                  {view === "table" && <div className="flex flex-col gap-6 px-6 pt-3 pb-10">{side}</div>}
                </>
              )}
            </div>
          )}
          {isOpen && view === "thread" && (
            <Composer
              discussion={discussion}
              running={now}
              minutes={whole}
              record={record}
              turn={turn}
              own={own}
              onTurn={setTurnChosen}
              replyTo={replyTo}
              onReplied={() => setReplyTo(null)}
            />
          )}
          {replay !== null && !isOpen && whole.messages.length > 0 && <Replay at={replay} total={whole.messages.length} onChange={setReplay} onClose={() => setReplay(null)} />}
        </div>
        {wide && (
          <aside data-region tabIndex={-1} aria-label={m.discuss_side()} className="flex w-80 shrink-0 flex-col gap-6 overflow-y-auto border-s border-line px-5 pt-4 pb-8">
            {side}
          </aside>
        )}
      </div>
      {stepping !== null && <InterruptDialog stepping={stepping} discussion={discussion} onClose={() => setStepping(null)} />}
      {open === "budget" && <BudgetDialog uid={discussion.uid} running={now} onClose={() => setOpen(null)} />}
      {open === "invite" && <JoinDialog discussion={discussion} people={people} onClose={() => setOpen(null)} />}
    </div>
  );
}

const VIEWS: Record<View, () => string> = { thread: m.discuss_thread, positions: m.discuss_positions, objections: m.discuss_objections, outcome: m.discuss_outcome, table: m.discuss_table };

function tabsOf(running: Running, minutes: Minutes, wide: boolean) {
  const openObjections = running.objections.filter(({ is_open: isOpen }) => isOpen).length;
  return [
    { value: "thread" as const, label: VIEWS.thread(), count: minutes.messages.length },
    { value: "positions" as const, label: VIEWS.positions() },
    { value: "objections" as const, label: VIEWS.objections(), count: openObjections },
    { value: "outcome" as const, label: VIEWS.outcome() },
    ...(wide ? [] : [{ value: "table" as const, label: VIEWS.table() }]),
  ];
}

function Head({ discussion, running, children }: { discussion: Discussion; running: Running; children: ReactNode }) {
  const { outcome, status, kind, title } = discussion;
  const look = outcome === null ? STATUSES[status] : OUTCOMES[outcome];
  return (
    <header className="flex flex-wrap items-end gap-x-6 gap-y-2 border-b border-line px-6 pt-3 pb-3">
      <div className="min-w-0 flex-1 basis-80">
        <div className="flex items-center gap-2.5 text-sm text-ink-3">
          <BackLink />
          <span className="truncate">{KINDS[kind].name()}</span>
          <Badge tone={look.tone} icon={look.icon}>
            {look.name()}
          </Badge>
          {status === "terminated" && <Badge>{STATUSES.terminated.name()}</Badge>}
        </div>
        <h1 className="mt-0.5 truncate font-title text-xl font-semibold" title={title}>
          {title}
        </h1>
        {running.topic !== title && <p className="line-clamp-1 text-base lg:line-clamp-2 text-ink-2 wrap-anywhere">{running.topic}</p>}
      </div>
      {children}
    </header>
  );
}

/** Says that the words of others wait until the person has formed a position of their own. */
function Veil({ count, onPeek }: { count: number; onPeek: () => void }) {
  return (
    <div className="mx-auto mt-2 flex w-full max-w-3xl flex-wrap items-center gap-x-3 gap-y-1.5 px-6 text-sm text-ink-2">
      <EyeOff size={15} className="shrink-0 text-ink-3" aria-hidden />
      <span className="min-w-0 flex-1 basis-60">{m.discuss_veiled({ count: String(count) })}</span>
      <Button size="sm" variant="ghost" onClick={onPeek}>
        {m.discuss_peek()}
      </Button>
    </div>
  );
}
