/// The icon of a persona: a symbol, a drawing made from the name in a style, or a picture of the person's.
import { ImageUp } from "lucide-react";
import { useRef, useState } from "react";
import { errorText, useRun, type IconType, type Uid } from "@/api";
import { Button, PersonaIcon, RadioCards, STYLES, Tabs } from "@/components";
import { m } from "@/i18n";
import { PICTURE_TYPES, squared } from "./picture";
import { ICON_TYPES, PRESET_ICONS, STYLE_NAMES } from "./words";

export interface IconChoice {
  type: IconType;
  /** The symbol, which is kept while something else is chosen. */
  preset: string;
  style: string;
  picture: Uid | null;
}

export interface IconFieldProps {
  value: IconChoice;
  onChange: (value: IconChoice) => void;
  name: string;
  color: string;
  /** A picture was wanted and none chosen. */
  missing: boolean;
}

const GRID = "grid-cols-2 sm:grid-cols-3";

export function IconField({ value, onChange, name, color, missing }: IconFieldProps) {
  const presets = Object.entries(PRESET_ICONS).map(([icon, label]) => ({ value: icon, label: label(), leading: <PersonaIcon icon={icon} color={color} name={name} /> }));
  const styles = STYLES.map((style) => ({ value: style as string, label: STYLE_NAMES[style](), leading: <PersonaIcon icon={style} color={color} name={name} size="lg" /> }));
  return (
    <div className="flex flex-col gap-2.5">
      <Tabs
        label={m.people_icon()}
        value={value.type}
        onChange={(type) => onChange({ ...value, type })}
        tabs={(["preset", "generated", "upload"] as const).map((type) => ({ value: type, label: ICON_TYPES[type]() }))}
      />
      {value.type === "preset" && <RadioCards label={m.people_icon_preset()} className={GRID} cards={presets} value={value.preset} onChange={(preset) => onChange({ ...value, preset })} />}
      {value.type === "generated" && (
        <>
          <RadioCards label={m.people_icon_generated()} className={GRID} cards={styles} value={value.style} onChange={(style) => onChange({ ...value, style })} />
          <p className="text-sm text-ink-3">{m.people_style_hint()}</p>
        </>
      )}
      {value.type === "upload" && <Upload value={value} onPicture={(picture) => onChange({ ...value, picture })} name={name} color={color} missing={missing} />}
    </div>
  );
}

function Upload({ value, onPicture, name, color, missing }: { value: IconChoice; onPicture: (picture: Uid) => void; name: string; color: string; missing: boolean }) {
  const field = useRef<HTMLInputElement>(null);
  const [bad, setBad] = useState(false);
  const add = useRun("people.add_picture", { onDone: ({ uid }) => onPicture(uid), onFail: () => undefined });
  const take = async (file: File | undefined) => {
    if (file === undefined) return;
    const base64 = await squared(file);
    setBad(base64 === null);
    if (base64 !== null) add.run({ base64 });
  };
  const wrong = bad ? m.people_picture_bad() : add.error ? errorText(add.error).what : missing && value.picture === null ? m.people_picture_missing() : null;
  return (
    <div className="flex flex-wrap items-center gap-4">
      <PersonaIcon size="xl" icon={value.preset} color={color} name={name} picture={value.picture} />
      <div className="min-w-0 flex-1 basis-56">
        <input
          ref={field}
          type="file"
          accept={PICTURE_TYPES.join(",")}
          aria-label={m.people_picture_choose()}
          tabIndex={-1}
          className="sr-only"
          onChange={(event) => {
            void take(event.target.files?.[0]);
            event.target.value = "";
          }}
        />
        <Button icon={ImageUp} busy={add.busy} onClick={() => field.current?.click()}>
          {m.people_picture_choose()}
        </Button>
        <p aria-live="polite" className={wrong ? "mt-1.5 text-sm text-red" : "mt-1.5 text-sm text-ink-3"}>
          {wrong ?? m.people_picture_hint()}
        </p>
      </div>
    </div>
  );
}
