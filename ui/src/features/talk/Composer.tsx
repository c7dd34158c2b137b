/// Where one writes: the text, what goes along with it, and what completes what is being typed. What is written is kept
/// until it is sent.
import { Eye, Paperclip, Send, Square } from "lucide-react";
import { useId, useImperativeHandle, useLayoutEffect, useRef, useState, type ClipboardEvent, type DragEvent, type KeyboardEvent, type Ref } from "react";
import { errorText, useRun, type Conversation, type People } from "@/api";
import { Button, cx, ErrorNotice, IconButton } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { begunAt, completed, quoted, titleOf, type Begun } from "./begun";
import { Chips } from "./Chips";
import { Completions } from "./Completions";
import { isEmpty, recallDraft, rememberDraft, EMPTY, type Draft } from "./drafts";
import { nameOf } from "./Faces";
import { orderOf } from "./orders";
import { SentDialog } from "./SentDialog";
import type { Coming } from "./stream";
import { useAttach } from "./useAttach";
import { useCompletions, type Completed } from "./useCompletions";

/** What the page around may ask of the field. */
export interface ComposerHandle {
  /** Puts a text into it, to be answered. */
  quote: (text: string) => void;
}

export interface ComposerProps {
  conversation: Conversation;
  people: People;
  ref: Ref<ComposerHandle>;
  /** Answers that are on their way or wait. */
  coming: readonly Coming[];
  onStop: () => void;
  stopping: boolean;
}

/** The field grows with its text up to this height. */
const MOST_PX = 260;

export function Composer({ conversation, people, ref, coming, onStop, stopping }: ComposerProps) {
  const { uid } = conversation;
  const id = useId();
  const field = useRef<HTMLTextAreaElement>(null);
  const picker = useRef<HTMLInputElement>(null);
  const [draft, setDraft] = useState(() => recallDraft(uid));
  const [cursor, setCursor] = useState(0);
  const [closed, setClosed] = useState<string | null>(null);
  const [chosen, setChosen] = useState(0);
  const [showing, setShowing] = useState(false);
  const [dragged, setDragged] = useState(false);
  const wanted = useRef<number | null>(null);
  const onItsWay = coming.some(({ phase }) => phase !== "waiting");

  const change = (next: Draft | ((before: Draft) => Draft)) => {
    setDraft((before) => {
      const after = typeof next === "function" ? next(before) : next;
      rememberDraft(uid, after);
      return after;
    });
  };
  const files = useAttach((file) => change((before) => ({ ...before, files: [...before.files, file] })));
  const rename = useRun("conversations.update", { onFail: () => undefined });
  // The field is free at once for what comes next; what could not be sent comes back into it.
  const sent = useRef(draft);
  const giveBack = () => change((before) => (isEmpty(before) ? sent.current : { ...before, text: `${sent.current.text}\n\n${before.text}` }));
  const send = useRun("talk.send", {
    onDone: (_, { text }) => {
      const title = titleOf(text);
      if (conversation.messages === 0 && conversation.title === m.talk_untitled() && title !== "") rename.run({ uid, rev: conversation.rev, title });
    },
    onFail: giveBack,
  });

  const order = useRun("talk.order", { onFail: giveBack });
  const failure = send.error ?? order.error;

  const begun = begunAt(draft.text.slice(0, cursor));
  const key = begun === null ? null : `${begun.kind}${begun.from}`;
  const options = useCompletions(begun !== null && key !== closed ? begun : null, conversation, people);
  const at = Math.min(chosen, options.length - 1);

  useLayoutEffect(() => {
    const element = field.current;
    if (element === null) return;
    element.style.height = "auto";
    element.style.height = `${Math.min(MOST_PX, element.scrollHeight + 2)}px`;
    if (wanted.current !== null) {
      element.setSelectionRange(wanted.current, wanted.current);
      wanted.current = null;
    }
  }, [draft.text]);

  useImperativeHandle(ref, () => ({
    quote: (text) => {
      const joined = draft.text.trim() === "" ? quoted(text) : `${draft.text.trimEnd()}\n\n${quoted(text)}`;
      wanted.current = joined.length;
      change({ ...draft, text: joined });
      setCursor(joined.length);
      field.current?.focus();
    },
  }));

  const type = (text: string, where: number) => {
    change({ ...draft, text });
    setCursor(where);
    setChosen(0);
    if (closed !== null && begunAt(text.slice(0, where)) === null) setClosed(null);
  };
  const take = (of: Begun, option: Completed) => {
    const { text, cursor: where } = completed(draft.text, of, cursor, option.insert);
    wanted.current = where;
    change({ ...draft, text, context: option.note === null || draft.context.includes(option.note) ? draft.context : [...draft.context, option.note] });
    setCursor(where);
    field.current?.focus();
  };
  const submit = () => {
    if (isEmpty(draft) || (draft.text.trim() === "" && draft.files.length === 0) || onItsWay || send.busy || order.busy || files.busy) return;
    sent.current = draft;
    change(EMPTY);
    if (orderOf(draft.text)?.carriedOut === true) {
      send.reset();
      order.run({ conversation_uid: uid, text: draft.text });
      return;
    }
    order.reset();
    send.run({ conversation_uid: uid, text: draft.text, context: draft.context, attachments: draft.files.map((file) => file.uid) });
  };
  const keys = (event: KeyboardEvent<HTMLTextAreaElement>) => {
    if (isComposing(event)) return;
    if (begun !== null && options.length > 0) {
      const last = options.length - 1;
      const next = { ArrowDown: at >= last ? 0 : at + 1, ArrowUp: at <= 0 ? last : at - 1 }[event.key];
      const option = options[at];
      if (next !== undefined) {
        event.preventDefault();
        setChosen(next);
        return;
      }
      if ((event.key === "Enter" || event.key === "Tab") && !event.shiftKey && option !== undefined) {
        event.preventDefault();
        take(begun, option);
        return;
      }
      if (event.key === "Escape") {
        event.preventDefault();
        setClosed(key);
        return;
      }
    }
    if (event.key === "Enter" && !event.shiftKey && !event.altKey) {
      event.preventDefault();
      submit();
    }
  };
  const paste = (event: ClipboardEvent) => {
    if (event.clipboardData.files.length === 0) return;
    event.preventDefault();
    files.add([...event.clipboardData.files]);
  };
  const drop = (event: DragEvent) => {
    event.preventDefault();
    setDragged(false);
    files.add([...event.dataTransfer.files]);
  };
  const names = conversation.participants.map((participant) => nameOf(people, participant));
  const canSend = !onItsWay && (draft.text.trim() !== "" || draft.files.length > 0);

  return (
    <div data-foot className="mx-auto w-full max-w-4xl shrink-0 px-6 pt-2 pb-4">
      {failure !== null && (
        <div className="mb-2">
          <ErrorNotice error={failure} />
        </div>
      )}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-element-interactions -- files are dropped here; the button beside does the same */}
      <form
        aria-label={m.talk_compose()}
        onSubmit={(event) => {
          event.preventDefault();
          submit();
        }}
        onDragOver={(event) => {
          event.preventDefault();
          setDragged(true);
        }}
        onDragLeave={() => setDragged(false)}
        onDrop={drop}
        className={cx("relative rounded-lg border bg-raised shadow-1 transition-colors focus-within:border-accent", dragged ? "border-accent bg-accent-soft" : "border-control")}
      >
        {begun !== null && options.length > 0 && <Completions id={`${id}-list`} kind={begun.kind} options={options} at={at} onTake={(option) => take(begun, option)} onPoint={setChosen} />}
        <Chips draft={draft} onChange={change} />
        <textarea
          ref={field}
          rows={1}
          value={draft.text}
          aria-label={m.talk_message_field()}
          aria-describedby={`${id}-hint`}
          role="combobox"
          aria-expanded={options.length > 0}
          aria-controls={`${id}-list`}
          aria-autocomplete="list"
          aria-activedescendant={options.length > 0 ? `${id}-list-${at}` : undefined}
          placeholder={names.length === 0 ? m.talk_message_placeholder_nobody() : m.talk_message_placeholder({ names: names.join(m.talk_and()) })}
          onChange={(event) => type(event.target.value, event.target.selectionStart)}
          onSelect={(event) => setCursor(event.currentTarget.selectionStart)}
          onKeyDown={keys}
          onPaste={paste}
          className="block w-full resize-none bg-transparent px-4 pt-3 pb-1 text-base leading-[1.75] outline-none"
        />
        <div className="chrome flex items-center gap-1 px-2 pb-2">
          <input
            ref={picker}
            type="file"
            multiple
            tabIndex={-1}
            aria-hidden
            className="hidden"
            onChange={(event) => {
              files.add([...(event.target.files ?? [])]);
              event.target.value = "";
            }}
          />
          <IconButton size="sm" icon={Paperclip} label={m.talk_attach()} disabled={files.busy} onClick={() => picker.current?.click()} />
          <IconButton size="sm" icon={Eye} label={m.talk_show_sent()} disabled={isEmpty(draft)} onClick={() => setShowing(true)} />
          <span id={`${id}-hint`} className="min-w-0 flex-1 truncate px-1.5 text-xs text-ink-3">
            {m.talk_compose_hint()}
          </span>
          {onItsWay ? (
            <Button size="sm" icon={Square} busy={stopping} onClick={onStop}>
              {m.talk_stop()}
            </Button>
          ) : (
            <Button size="sm" variant="primary" type="submit" icon={Send} busy={send.busy || order.busy} disabled={!canSend}>
              {m.talk_send()}
            </Button>
          )}
        </div>
      </form>
      {files.error !== null && <p role="alert" className="mt-1.5 text-sm text-red">{errorText(files.error).what}</p>}
      {showing && <SentDialog say={{ conversation_uid: uid, text: draft.text, context: draft.context, attachments: draft.files.map((file) => file.uid) }} people={people} onClose={() => setShowing(false)} />}
    </div>
  );
}
