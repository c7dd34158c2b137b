/// A note's properties to be changed where they stand: each by its type, one added, one taken away. Every change is
/// written at once, on the file that was read.
import { Calendar, Clock, Ellipsis, Hash, List, Plus, SquareCheck, Tag, Trash2, Type } from "lucide-react";
import { useState } from "react";
import { useRead, useRun } from "@/api";
import { Button, IconButton, Menu, Select, TextField, type Icon, type MenuItem } from "@/components";
import { vaultActions } from "@/features/history/vaultActions";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { settleWriting } from "../editor/keepers";
import { converted, keyProblem, PROPERTY_TYPES, typeOf, type KeyProblem, type PropertyType } from "./editing";
import { PropertyField } from "./PropertyField";

const SIGN: Record<PropertyType, Icon> = { text: Type, list: List, number: Hash, checkbox: SquareCheck, date: Calendar, datetime: Clock, tags: Tag };
const WORD: Record<PropertyType, () => string> = {
  text: m.props_type_text,
  list: m.props_type_list,
  number: m.props_type_number,
  checkbox: m.props_type_checkbox,
  date: m.props_type_date,
  datetime: m.props_type_datetime,
  tags: m.props_type_tags,
};
const KEY_WRONG: Record<KeyProblem, () => string> = { required: m.props_name_required, taken: m.props_name_taken, letters: m.files_name_letters };

export interface PropertyEditorProps {
  path: string;
  /** The file that `properties` were read from. */
  hash: string;
  properties: Record<string, unknown>;
  onDone: () => void;
}

export function PropertyEditor({ path, hash, properties, onDone }: PropertyEditorProps) {
  const set = useRun("vault.set_property", { onDone: () => vaultActions.add(null) });
  // A type that was just chosen, until the value says the same.
  const [chosen, setChosen] = useState<Record<string, PropertyType>>({});
  const note = useRead("vault.note", { path });
  const write = (key: string, value: unknown) => {
    void settleWriting().then(
      () => set.run({ path, hash: note.data?.hash ?? hash, key, value }),
      () => set.run({ path, hash, key, value }),
    );
  };
  const menu = (key: string, value: unknown, type: PropertyType | null): MenuItem[] => [
    ...PROPERTY_TYPES.filter((other) => type !== null && other !== type && (other !== "tags" || key.toLowerCase() === "tags")).map((other) => ({
      label: m.props_make({ type: WORD[other]() }),
      icon: SIGN[other],
      onSelect: () => {
        setChosen({ ...chosen, [key]: other });
        write(key, converted(value, other));
      },
    })),
    { label: m.props_remove(), icon: Trash2, danger: true, onSelect: () => write(key, null) },
  ];
  return (
    <div className="@container flex flex-col gap-1.5">
      {Object.entries(properties).map(([key, value]) => {
        const read = typeOf(key, value);
        const type = read === null ? null : value === null || value === "" ? (chosen[key] ?? read) : read;
        const Sign = type === null ? Ellipsis : SIGN[type];
        return (
          <div key={key} className="grid grid-cols-[minmax(0,1fr)_auto] items-start gap-x-3 @min-[26rem]:grid-cols-[7.5rem_minmax(0,1fr)_auto]">
            <span className="col-span-full flex min-h-8 min-w-0 items-center gap-2 text-ink-3 @min-[26rem]:col-span-1">
              <Sign size={14} className="shrink-0" aria-hidden />
              <span className="truncate" title={key}>
                {key}
              </span>
            </span>
            {type === null ? <pre className="overflow-x-auto rounded-md bg-sunken px-3 py-1.5 font-mono text-sm">{JSON.stringify(value, null, 2)}</pre> : <PropertyField name={key} type={type} value={value} onWrite={(next) => write(key, next)} />}
            <Menu trigger={<IconButton size="sm" icon={Ellipsis} label={m.props_menu({ name: key })} />} items={menu(key, value, type)} />
          </div>
        );
      })}
      <AddProperty taken={Object.keys(properties)} onAdd={(key, type) => {
        setChosen({ ...chosen, [key]: type });
        write(key, converted("", type) ?? "");
      }} />
      <div className="flex justify-end pt-1">
        <Button size="sm" onClick={onDone}>
          {m.props_done()}
        </Button>
      </div>
    </div>
  );
}

function AddProperty({ taken, onAdd }: { taken: readonly string[]; onAdd: (key: string, type: PropertyType) => void }) {
  const [key, setKey] = useState("");
  const [type, setType] = useState<PropertyType>("text");
  const [tried, setTried] = useState(false);
  const problem = keyProblem(key, taken);
  const add = () => {
    setTried(true);
    if (problem !== null) return;
    onAdd(key.trim(), key.trim().toLowerCase() === "tags" ? "tags" : type);
    setKey("");
    setTried(false);
  };
  return (
    <div className="mt-1 grid grid-cols-[minmax(0,1fr)_auto] items-start gap-2 border-t border-line pt-3 @min-[26rem]:grid-cols-[minmax(0,1fr)_8rem_auto]">
      <TextField
        className="col-span-full @min-[26rem]:col-span-1"
        label={m.props_new_name()}
        hideLabel
        placeholder={m.props_new_name()}
        value={key}
        onChange={setKey}
        error={tried && problem !== null ? KEY_WRONG[problem]() : null}
        onKeyDown={(event) => {
          if (event.key !== "Enter" || isComposing(event)) return;
          event.preventDefault();
          add();
        }}
      />
      <Select label={m.props_type()} hideLabel value={type} onChange={setType} options={PROPERTY_TYPES.filter((each) => each !== "tags").map((each) => ({ value: each, label: WORD[each]() }))} />
      <Button icon={Plus} onClick={add}>
        {m.props_add()}
      </Button>
    </div>
  );
}
