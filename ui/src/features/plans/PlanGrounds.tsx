/// On whose words the parts of a plan rest that was made of a discussion. Must not know how it was drafted.
import { Quote } from "lucide-react";
import { useRead, type PlanPart, type Provenance } from "@/api";
import { AppLink, ErrorNotice } from "@/components";
import { m } from "@/i18n";
import { Part } from "./Part";
import { authorName } from "./words";

const PARTS: Record<PlanPart, () => string> = {
  objective: m.plans_field_objective,
  scope: m.plans_field_scope,
  milestone: m.plans_grounds_milestone,
  criterion: m.plans_grounds_criterion,
  risk: m.plans_grounds_risk,
};

export function PlanGrounds({ uid }: { uid: string }) {
  const grounds = useRead("plans.provenance", { uid });
  if (grounds.error) return <ErrorNotice error={grounds.error} retry={() => void grounds.refetch()} />;
  if (grounds.data === undefined || grounds.data.length === 0) return null;
  return (
    <Part heading={m.plans_grounds_heading()}>
      <p className="text-sm text-ink-3">{m.plans_grounds_hint()}</p>
      <ol className="mt-2 flex flex-col gap-3">
        {byPart(grounds.data).map(({ key, first, quotes }) => (
          <li key={key} className="text-base">
            <p className="text-sm text-ink-3">
              {PARTS[first.part]()}
              {!first.stands && ` · ${m.plans_grounds_changed()}`}
            </p>
            {first.part !== "objective" && first.part !== "scope" && <p className="font-medium wrap-anywhere">{first.words}</p>}
            <ul className="mt-1 flex flex-col gap-2">
              {quotes.map((ground) => (
                <li key={`${ground.message_uid} ${ground.quote}`} className="border-s-2 border-line ps-2.5">
                  <blockquote className="whitespace-pre-wrap text-ink-2 wrap-anywhere">{ground.quote}</blockquote>
                  <p className="mt-0.5 flex items-center gap-1.5 text-sm text-ink-3">
                    <Quote size={13} className="shrink-0" aria-hidden />
                    <AppLink to={`/discuss/${ground.discussion_uid}`} className="text-accent-ink underline-offset-2 wrap-anywhere hover:underline">
                      {m.plans_grounds_said({ name: authorName(ground.who), number: ground.message })}
                    </AppLink>
                  </p>
                </li>
              ))}
            </ul>
          </li>
        ))}
      </ol>
    </Part>
  );
}

interface Grounded {
  key: string;
  first: Provenance;
  quotes: Provenance[];
}

/** The quotes of each part together, in the order in which the parts were first grounded. */
export function byPart(grounds: readonly Provenance[]): Grounded[] {
  const parts = new Map<string, Grounded>();
  for (const ground of grounds) {
    const key = `${ground.part} ${ground.milestone_uid ?? ""} ${ground.words}`;
    const known = parts.get(key);
    if (known) known.quotes.push(ground);
    else parts.set(key, { key, first: ground, quotes: [ground] });
  }
  return [...parts.values()];
}
