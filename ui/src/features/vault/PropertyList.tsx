/// A note's properties as a table of names and values, each shown as what it is.
import { ArrowUpRight, Braces, Calendar, CircleAlert, Clock, Hash, Link2, List, Pencil, Plus, Square, SquareCheck, Tag, Type } from "lucide-react";
import { useId, useState } from "react";
import { Badge, Button, DayText, IconButton, type Icon } from "@/components";
import { formatNumber, m } from "@/i18n";
import { useHost } from "@/platform";
import { propertyValue, type PropertyValue } from "./properties";
import { PropertyEditor } from "./properties/PropertyEditor";

const SIGN: Record<PropertyValue["kind"], Icon> = {
  empty: Type,
  checkbox: SquareCheck,
  number: Hash,
  day: Calendar,
  moment: Clock,
  url: Link2,
  link: Link2,
  text: Type,
  tags: Tag,
  list: List,
  json: Braces,
};

export interface PropertyListProps {
  /** The note they belong to and the hash of its file; without it they cannot be changed. */
  note?: { path: string; hash: string };
  properties: Record<string, unknown>;
  onLink: (target: string) => void;
}

export function PropertyList({ note, properties, onLink }: PropertyListProps) {
  const id = useId();
  const [editing, setEditing] = useState(false);
  const entries = Object.entries(properties);
  if (entries.length === 0 && note === undefined) return null;
  if (entries.length === 0 && !editing) {
    return (
      <Button size="sm" variant="ghost" icon={Plus} className="-my-2 -ms-2.5 self-start" onClick={() => setEditing(true)}>
        {m.props_add_first()}
      </Button>
    );
  }
  return (
    <section aria-labelledby={id} className="rounded-lg border border-line px-4 py-3">
      <div className="mb-2 flex min-h-6 items-center justify-between gap-2">
        <h3 id={id} className="text-sm font-medium text-ink-2">
          {m.vault_properties()}
        </h3>
        {note !== undefined && !editing && <IconButton size="sm" icon={Pencil} label={m.props_edit()} onClick={() => setEditing(true)} className="-my-1" />}
      </div>
      {editing && note !== undefined ? (
        <PropertyEditor path={note.path} hash={note.hash} properties={properties} onDone={() => setEditing(false)} />
      ) : (
        <Values entries={entries} onLink={onLink} />
      )}
    </section>
  );
}

function Values({ entries, onLink }: { entries: readonly [string, unknown][]; onLink: (target: string) => void }) {
  return (
    <dl className="grid grid-cols-[minmax(6rem,auto)_1fr] gap-x-5 gap-y-1.5 text-base">
      {entries.map(([key, raw]) => {
        const value = propertyValue(key, raw);
        const Sign = SIGN[value.kind];
        return (
          <div key={key} className="contents">
            <dt className="flex max-w-48 min-w-0 items-start gap-2 text-ink-3">
              <Sign size={14} className="mt-1 shrink-0" aria-hidden />
              <span className="wrap-anywhere">{key}</span>
            </dt>
            <dd className="min-w-0 wrap-anywhere">
              <Value value={value} onLink={onLink} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function Value({ value, onLink }: { value: PropertyValue; onLink: (target: string) => void }) {
  const host = useHost();
  const linkLook = "text-start text-accent-ink underline-offset-2 hover:underline";
  switch (value.kind) {
    case "empty":
      return <span className="text-ink-3">{m.vault_property_empty()}</span>;
    case "checkbox": {
      const Box = value.on ? SquareCheck : Square;
      return (
        <span className="inline-flex items-center gap-1.5">
          <Box size={15} aria-hidden />
          {value.on ? m.vault_property_yes() : m.vault_property_no()}
        </span>
      );
    }
    case "number":
      return <span className="tabular-nums">{formatNumber(value.value)}</span>;
    case "day":
      return <DayText day={value.day} relative={false} />;
    case "moment":
      return <span className="tabular-nums">{value.text.replace("T", " ")}</span>;
    case "url":
      return (
        <button type="button" className={linkLook} onClick={() => void host.openExternal(value.url)}>
          {value.url}
          <ArrowUpRight size={13} className="ms-0.5 inline" aria-hidden />
        </button>
      );
    case "link":
      return (
        <button type="button" className={linkLook} onClick={() => onLink(value.target)}>
          {value.shown}
        </button>
      );
    case "text":
      return <span className="whitespace-pre-wrap">{value.text}</span>;
    case "tags":
      return (
        <span className="flex flex-wrap gap-1">
          {value.tags.map((tag) => (
            <Badge key={tag}>{tag}</Badge>
          ))}
        </span>
      );
    case "list":
      return (
        <ul className="flex flex-col gap-0.5">
          {value.items.map((item, index) => (
            <li key={index}>
              <Value value={item} onLink={onLink} />
            </li>
          ))}
        </ul>
      );
    case "json":
      return <pre className="overflow-x-auto rounded-sm bg-sunken px-2 py-1 font-mono text-sm">{value.text}</pre>;
  }
}

/** Said in place of properties that cannot be read. */
export function PropertiesProblem({ detail }: { detail: string }) {
  return (
    <div role="note" className="flex items-start gap-3 rounded-lg bg-amber-soft px-4 py-3">
      <CircleAlert size={17} className="mt-0.5 shrink-0 text-amber" aria-hidden />
      <div className="min-w-0">
        <p className="font-medium">{m.vault_properties_error_title()}</p>
        <p className="text-sm text-ink-2 wrap-anywhere">{m.vault_properties_error_text({ detail })}</p>
      </div>
    </div>
  );
}
