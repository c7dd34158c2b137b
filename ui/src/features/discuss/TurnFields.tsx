/// What a turn asks for beside the words themselves: the position, how sure one is, what moved one, and objections.
import { Checkbox, Select, TextField } from "@/components";
import type { MessageType } from "@/api";
import { formatNumber, m } from "@/i18n";
import { gist, type DiscussionRecord } from "./record";
import { moves, type Draft, type Wanted } from "./turn";
import { MESSAGE_TYPES, optionLetter, seatName } from "./words";

export interface TurnFieldsProps {
  draft: Draft;
  onChange: (part: Partial<Draft>) => void;
  wanted: Wanted;
  record: DiscussionRecord;
  /** The kind of what is said can be chosen. */
  hasType: boolean;
  /** Said of the position by the host. */
  error: string | null;
}

const NONE = "";
const SURE = Array.from({ length: 10 }, (_, at) => at + 1);
const TYPES = Object.keys(MESSAGE_TYPES) as MessageType[];

const toNumber = (value: string) => (value === NONE ? null : Number(value));
const toValue = (value: number | null) => (value === null ? NONE : String(value));

export function TurnFields({ draft, onChange, wanted, record, hasType, error }: TurnFieldsProps) {
  const options = wanted.options.map((text, at) => ({ value: String(at), label: `${optionLetter(at)}  ${gist(text)}` }));
  return (
    <div className="flex flex-col gap-3">
      <div className="flex flex-wrap gap-2.5 *:min-w-36 *:flex-1 *:first:basis-72">
        {wanted.position &&
          (wanted.options.length > 0 ? (
            <Select
              hideLabel
              label={m.discuss_position()}
              value={toValue(draft.option)}
              onChange={(value) => onChange({ option: toNumber(value) })}
              options={[{ value: NONE, label: wanted.onlyOptions ? m.discuss_position_none() : m.discuss_position_own() }, ...options]}
            />
          ) : (
            <TextField hideLabel label={m.discuss_position()} maxLength={1000} placeholder={m.discuss_position_placeholder()} value={draft.stance} onChange={(stance) => onChange({ stance })} error={error} />
          ))}
        <Select
          hideLabel
          label={m.discuss_confidence_label()}
          value={toValue(draft.confidence)}
          onChange={(value) => onChange({ confidence: toNumber(value) })}
          options={[{ value: NONE, label: m.discuss_confidence_label() }, ...SURE.map((value) => ({ value: String(value), label: m.discuss_confidence_short({ value: formatNumber(value) }) }))]}
        />
        {hasType && (
          <Select
            hideLabel
            label={m.discuss_type()}
            value={draft.type ?? NONE}
            onChange={(value) => onChange({ type: TYPES.find((type) => type === value) ?? null })}
            options={[{ value: NONE, label: m.discuss_type() }, ...TYPES.map((value) => ({ value, label: MESSAGE_TYPES[value].name() }))]}
          />
        )}
      </div>
      {wanted.position && wanted.options.length > 0 && !wanted.onlyOptions && draft.option === null && (
        <TextField hideLabel label={m.discuss_position_words()} maxLength={1000} placeholder={m.discuss_position_placeholder()} value={draft.stance} onChange={(stance) => onChange({ stance })} error={error} />
      )}
      {moves(draft, wanted) && (
        <Select
          size="sm"
          label={m.discuss_because()}
          hint={m.discuss_because_hint()}
          value={toValue(draft.because)}
          onChange={(value) => onChange({ because: toNumber(value) })}
          options={[
            { value: NONE, label: m.discuss_because_none() },
            ...wanted.others.map((message) => ({ value: String(message.number), label: m.discuss_because_option({ number: String(message.number), name: seatName(record.seats.get(message.seat_uid)), text: gist(message.content, 40) }) })),
          ]}
        />
      )}
      {wanted.open.length > 0 && (
        <fieldset>
          <legend className="mb-1 text-sm font-medium text-ink-2">{m.discuss_withdraw()}</legend>
          <ul className="flex flex-col">
            {wanted.open.map(({ number, text }) => (
              <li key={number}>
                <Checkbox
                  label={text}
                  checked={draft.withdraws.includes(number)}
                  onChange={(on) => onChange({ withdraws: on ? [...draft.withdraws, number] : draft.withdraws.filter((known) => known !== number) })}
                />
              </li>
            ))}
          </ul>
        </fieldset>
      )}
      <details>
        <summary className="chrome w-fit rounded-sm text-sm text-ink-2 hover:text-ink">{wanted.objections ? m.discuss_more_objections() : m.discuss_more_fields()}</summary>
        <div className="mt-2 flex flex-col gap-3">
          {wanted.objections && <TextField label={m.discuss_objections()} multiline rows={2} placeholder={m.discuss_objections_placeholder()} value={draft.objections} onChange={(objections) => onChange({ objections })} />}
          <TextField label={m.discuss_reasoning()} multiline rows={2} value={draft.reasoning} onChange={(reasoning) => onChange({ reasoning })} />
          <TextField label={m.discuss_references()} multiline rows={2} hint={m.discuss_references_hint()} value={draft.references} onChange={(references) => onChange({ references })} />
        </div>
      </details>
    </div>
  );
}
