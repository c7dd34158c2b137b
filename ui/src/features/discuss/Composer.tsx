/// Where the person speaks: in their own turn, in that of a secretary without a model, or outside of any. What is written
/// is kept until it is said.
import { ChevronDown, ChevronUp, CornerDownRight, Send, SkipForward, X } from "lucide-react";
import { useEffect, useRef, useState, type KeyboardEvent } from "react";
import { errorText, useRun, type Discussion, type DiscussionMessage, type Minutes, type OpenTurn, type Running } from "@/api";
import { Button, ErrorNotice, IconButton, Select, TextField } from "@/components";
import { modifierName } from "@/features/shell/keys";
import { forget, store, stored } from "@/features/vault/stored";
import { formatNumber, m } from "@/i18n";
import { isComposing } from "@/platform";
import { setupOf } from "./course";
import { gist, type DiscussionRecord } from "./record";
import { TurnFields } from "./TurnFields";
import { EMPTY, isDraft, toSay, wantedOf, type Draft } from "./turn";
import { PHASES, seatName } from "./words";

export interface ComposerProps {
  discussion: Discussion;
  running: Running;
  minutes: Minutes;
  record: DiscussionRecord;
  /** The turn that is taken; null speaks outside of any. */
  turn: OpenTurn | null;
  /** The turns that wait for the person. */
  own: readonly OpenTurn[];
  /** Takes a turn, or speaks outside of any; null leaves it to what waits. */
  onTurn: (turn: number | "free" | null) => void;
  replyTo: DiscussionMessage | null;
  onReplied: () => void;
}

const FREE = "";

export function Composer(props: ComposerProps) {
  const { discussion, turn, own, record, onTurn } = props;
  const [folded, setFolded] = useState(false);
  // Whoever has just spoken goes on in the field that comes then, without looking for it.
  const [goesOn, setGoesOn] = useState(false);
  const key = `hisho.discuss-draft.${discussion.uid}.${turn === null ? "free" : turn.turn}`;
  const nameOf = (open: OpenTurn) => m.discuss_turn_of({ name: seatName(record.seats.get(open.seat_uid)), phase: open.phase === null ? m.discuss_turn_question() : PHASES[open.phase].name() });
  return (
    <div data-foot className="shrink-0 border-t border-line bg-surface">
      <div className="mx-auto flex max-h-[46vh] w-full max-w-3xl flex-col px-6 pt-2.5 pb-4">
        {own.length > 0 && (
          <div className="mb-2 flex items-center gap-3">
            <Select
              size="sm"
              hideLabel
              label={m.discuss_speak_as()}
              value={turn === null ? FREE : String(turn.turn)}
              onChange={(value) => onTurn(value === FREE ? "free" : Number(value))}
              options={[...own.map((open) => ({ value: String(open.turn), label: nameOf(open) })), { value: FREE, label: m.discuss_outside() }]}
              className="w-64 max-w-full shrink"
            />
            <span className="min-w-0 flex-1 truncate text-sm text-ink-3">{own.length > 1 && m.discuss_turns_wait({ count: formatNumber(own.length) })}</span>
            <IconButton size="sm" icon={folded ? ChevronUp : ChevronDown} label={folded ? m.discuss_unfold() : m.discuss_fold()} aria-expanded={!folded} onClick={() => setFolded(!folded)} />
          </div>
        )}
        {(!folded || own.length === 0) && <Words key={key} {...props} draftKey={key} goesOn={goesOn} onGoesOn={setGoesOn} />}
      </div>
    </div>
  );
}

function Words({ discussion: { uid }, running, minutes, record, turn, onTurn, replyTo, onReplied, draftKey, goesOn, onGoesOn }: ComposerProps & { draftKey: string; goesOn: boolean; onGoesOn: (goesOn: boolean) => void }) {
  const [draft, setDraft] = useState<Draft>(() => stored(draftKey, EMPTY, isDraft));
  const field = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const wanted = wantedOf(turn, running, minutes.messages, setupOf(minutes).hasOptions);
  const change = (part: Partial<Draft>) => {
    const next = { ...draft, ...part };
    setDraft(next);
    store(draftKey, next);
    // A turn that comes while one writes outside of any takes nobody's field away.
    if (turn === null) onTurn("free");
  };
  const say = useRun("discussions.say", {
    onDone: () => {
      setDraft(EMPTY);
      forget(draftKey);
      onReplied();
      onGoesOn(true);
      onTurn(null);
    },
    onFail: () => undefined,
  });
  const pass = useRun("discussions.pass", {
    onDone: () => {
      onGoesOn(true);
      onTurn(null);
    },
  });
  const rests = turn !== null && running.status !== "active";
  const canSay = draft.text.trim() !== "" && !rests;
  const submit = () => {
    if (canSay && !say.busy) say.run(toSay(uid, turn, draft, wanted, replyTo?.number ?? null));
  };
  const keys = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
    event.preventDefault();
    submit();
  };
  useEffect(() => {
    if (!goesOn) return;
    field.current?.focus();
    onGoesOn(false);
  }, [goesOn, onGoesOn]);
  useEffect(() => {
    if (replyTo !== null) field.current?.focus();
  }, [replyTo]);
  const seat = turn === null ? undefined : record.seats.get(turn.seat_uid);
  const label = turn === null ? m.discuss_say_outside() : seat?.who.kind === "person" ? m.discuss_words_own() : m.discuss_words_of({ name: seatName(seat) });
  const about = say.error?.params["field"];
  return (
    <form
      aria-label={m.discuss_compose()}
      className="flex min-h-0 flex-col"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {/* oxlint-disable-next-line jsx-a11y/no-static-element-interactions -- one shortcut for all the fields inside */}
      <div className="-mx-1 flex min-h-0 flex-col gap-3 overflow-y-auto px-1 pb-1" onKeyDown={keys}>
        {turn !== null && <p className="text-sm text-ink-2">{turn.question === null ? turn.phase !== null && PHASES[turn.phase].ask() : m.discuss_asked({ question: turn.question })}</p>}
        {replyTo !== null && turn !== null && (
          <p className="flex items-center gap-1.5 rounded-md bg-sunken px-2.5 py-1 text-sm text-ink-2">
            <CornerDownRight size={13} className="shrink-0" aria-hidden />
            <span className="min-w-0 flex-1 truncate">{m.discuss_replies_to({ name: seatName(record.seats.get(replyTo.seat_uid)), text: gist(replyTo.content) })}</span>
            <IconButton size="sm" icon={X} label={m.discuss_no_reply()} onClick={onReplied} />
          </p>
        )}
        <TextField
          ref={field}
          multiline
          rows={2}
          hideLabel
          label={label}
          placeholder={label}
          value={draft.text}
          onChange={(text) => change({ text })}
          error={about === "content" && say.error ? errorText(say.error).what : null}
        />
        {turn !== null && <TurnFields draft={draft} onChange={change} wanted={wanted} record={record} hasType={turn.phase === "critique"} error={about === "stance" && say.error ? errorText(say.error).what : null} />}
        {say.error !== null && about !== "content" && about !== "stance" && <ErrorNotice error={say.error} />}
      </div>
      <div className="mt-2 flex flex-wrap items-center gap-2">
        <span className="min-w-0 flex-1 truncate text-xs text-ink-3">{rests ? m.discuss_rests() : turn === null ? m.discuss_outside_text() : m.discuss_send_hint({ keys: `${modifierName()}Enter` })}</span>
        {turn !== null && (
          <Button size="sm" variant="ghost" icon={SkipForward} busy={pass.busy} disabled={rests} onClick={() => pass.run({ uid, turn: turn.turn })}>
            {m.discuss_pass()}
          </Button>
        )}
        <Button size="sm" variant="primary" type="submit" icon={Send} busy={say.busy} disabled={!canSay}>
          {m.discuss_say()}
        </Button>
      </div>
    </form>
  );
}
