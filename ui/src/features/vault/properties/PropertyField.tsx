/// The control for one property's value. What is typed is written when the field is left or Enter is pressed.
import { X } from "lucide-react";
import { useState, type KeyboardEvent } from "react";
import { Checkbox, DateField, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { asList, asText, bareTag, converted, type PropertyType } from "./editing";

export interface PropertyFieldProps {
  /** The property's name. */
  name: string;
  type: PropertyType;
  value: unknown;
  onWrite: (value: unknown) => void;
}

export function PropertyField({ name, type, value, onWrite }: PropertyFieldProps) {
  switch (type) {
    case "checkbox":
      return (
        <div className="flex min-h-8 items-center">
          <Checkbox label={name} hideLabel checked={value === true} onChange={onWrite} />
        </div>
      );
    case "date":
      return <DateField label={name} hideLabel size="sm" value={(converted(value, "date") as string | null) ?? null} onChange={(day) => onWrite(day ?? "")} />;
    case "list":
    case "tags":
      return <ListField name={name} tags={type === "tags"} items={asList(value)} onWrite={onWrite} />;
    case "text":
    case "number":
    case "datetime":
      return <TypedField name={name} type={type} value={value} onWrite={onWrite} />;
  }
}

function TypedField({ name, type, value, onWrite }: PropertyFieldProps & { type: "text" | "number" | "datetime" }) {
  const shown = type === "datetime" ? asText(value).replace("T", " ") : asText(value);
  const [text, setText] = useState(shown);
  const [sent, setSent] = useState(shown);
  const [before, setBefore] = useState(shown);
  // The same field shows the new value, so that it keeps the focus; what was typed since then stays.
  if (shown !== before) {
    setBefore(shown);
    if (text === before || text === sent) setText(shown);
  }
  const read = type === "text" ? text : type === "number" ? converted(text, "number") : converted(text.trim().replace(" ", "T"), "datetime");
  const wrong = type !== "text" && text.trim() !== "" && read === null;
  const settle = () => {
    if (text === shown || wrong) return;
    setSent(text);
    onWrite(read ?? "");
  };
  return (
    <TextField
      label={name}
      hideLabel
      value={text}
      onChange={setText}
      onBlur={settle}
      error={wrong ? (type === "number" ? m.props_number_wrong() : m.props_moment_wrong()) : null}
      inputMode={type === "number" ? "decimal" : undefined}
      controlClassName="!h-8"
      onKeyDown={(event) => {
        if (isComposing(event)) return;
        if (event.key === "Enter") settle();
        else if (event.key === "Escape") setText(shown);
      }}
    />
  );
}

function ListField({ name, tags, items, onWrite }: { name: string; tags: boolean; items: readonly string[]; onWrite: (value: unknown) => void }) {
  const [text, setText] = useState("");
  const add = () => {
    const item = tags ? bareTag(text) : text.trim();
    setText("");
    if (item !== "" && !items.includes(item)) onWrite([...items, item]);
  };
  const keys = (event: KeyboardEvent<HTMLInputElement>) => {
    if (isComposing(event)) return;
    if (event.key === "Enter" || (tags && (event.key === " " || event.key === ","))) {
      event.preventDefault();
      add();
    } else if (event.key === "Backspace" && text === "" && items.length > 0) {
      event.preventDefault();
      onWrite(items.slice(0, -1));
    }
  };
  return (
    <div className="flex min-h-8 w-full flex-wrap items-center gap-1 rounded-md border border-control bg-raised px-1.5 py-1 focus-within:border-accent hover:border-ink-3">
      {items.map((item, index) => (
        <span key={`${index} ${item}`} className="inline-flex max-w-full items-center gap-0.5 rounded-full bg-neutral-soft ps-2 pe-0.5 text-xs font-medium text-ink-2">
          <span className="truncate">{item}</span>
          <button type="button" aria-label={m.props_item_remove({ item })} onClick={() => onWrite(items.filter((_, at) => at !== index))} className="grid size-5 place-items-center rounded-full hover:bg-hover hover:text-ink">
            <X size={11} aria-hidden />
          </button>
        </span>
      ))}
      <input
        type="text"
        aria-label={m.props_item_add({ name })}
        placeholder={items.length === 0 ? m.props_item_placeholder() : undefined}
        value={text}
        onChange={(event) => setText(event.target.value)}
        onBlur={add}
        onKeyDown={keys}
        className="h-6 min-w-20 flex-1 bg-transparent px-1 text-base outline-none"
      />
    </div>
  );
}
