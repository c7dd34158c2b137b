/// One plan, project or conversation in a backup: where it is now, and taking it out where it is gone.
import { ArchiveRestore } from "lucide-react";
import { useState } from "react";
import { entityText, useRun, type BackedUp, type Entity, type Whereabouts } from "@/api";
import { AppLink, Badge, Button, InstantText, TextField, useToast, type BadgeTone } from "@/components";
import { formatNumber, m } from "@/i18n";
import { takeOutWords } from "./refusals";
import { readKeyOfProject } from "./words";

const NOW: Record<Whereabouts, { tone: BadgeTone; word: () => string }> = {
  here: { tone: "green", word: m.settings_now_here },
  in_trash: { tone: "amber", word: m.settings_now_in_trash },
  gone: { tone: "neutral", word: m.settings_now_gone },
};

/** Where a thing that is here is looked at. */
const PLACE: Partial<Record<Entity, string>> = { plan: "plans", project: "projects" };

const LINK = "text-sm font-medium text-accent-ink underline-offset-4 hover:underline";

export function BackedUpRow({ backupId, thing, onChanged }: { backupId: string; thing: BackedUp; onChanged: () => void }) {
  const { entity, uid, title, updated_at, now } = thing;
  const show = useToast();
  const [key, setKey] = useState("");
  const takeOut = useRun("backups.take_out", {
    onDone: ({ rows, dropped }) => {
      const count = formatNumber(rows);
      show({
        tone: "success",
        title: m.settings_take_out_done({ title }),
        description: dropped.length === 0 ? m.settings_take_out_rows({ count }) : m.settings_take_out_dropped({ count, dropped: dropped.join(", ") }),
      });
      onChanged();
    },
    onFail: ({ code }) => {
      // It is no longer where the list says it is.
      if (code === "refused") onChanged();
    },
  });
  const refusal = takeOut.error && takeOutWords(takeOut.error);
  const chosen = readKeyOfProject(key);
  const place = PLACE[entity];
  return (
    <li className="py-2.5">
      <div className="flex flex-wrap items-center gap-x-3 gap-y-1.5">
        <div className="min-w-0 flex-1 basis-48">
          <p className="text-base font-medium wrap-anywhere">{title}</p>
          <p className="text-sm text-ink-3">
            {entityText(entity)} · <InstantText instant={updated_at} relative={false} />
          </p>
        </div>
        <Badge tone={NOW[now].tone}>{NOW[now].word()}</Badge>
        {now === "here" && place !== undefined && (
          <AppLink to={`/${place}/${uid}`} aria-label={m.settings_now_open_named({ title })} className={LINK}>
            {m.settings_now_open()}
          </AppLink>
        )}
        {now === "in_trash" && (
          <AppLink to="/trash" className={LINK}>
            {m.settings_trash_open()}
          </AppLink>
        )}
        {now === "gone" && (
          <Button size="sm" icon={ArchiveRestore} busy={takeOut.busy} aria-label={m.settings_take_out_named({ title })} onClick={() => takeOut.run({ id: backupId, entity, uid })}>
            {m.settings_take_out()}
          </Button>
        )}
      </div>
      {refusal && (
        <p role="alert" className="mt-1.5 text-sm text-red">
          {refusal.text}
        </p>
      )}
      {now === "gone" && refusal?.anotherKey && (
        <form
          className="mt-1.5 flex flex-wrap items-start gap-2"
          onSubmit={(event) => {
            event.preventDefault();
            if (chosen !== null && !takeOut.busy) takeOut.run({ id: backupId, entity, uid, key: chosen });
          }}
        >
          <TextField label={m.settings_take_out_key()} hint={m.settings_take_out_key_hint()} value={key} onChange={setKey} maxLength={10} autoFocus className="w-56" />
          <Button type="submit" busy={takeOut.busy} disabled={chosen === null} className="mt-[1.65rem]">
            {m.settings_take_out_with_key()}
          </Button>
        </form>
      )}
    </li>
  );
}
