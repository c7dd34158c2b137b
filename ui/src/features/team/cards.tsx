/// Cards of people: a secretary as it works, a persona as it could be.
import { Copy, MessageSquareQuote, Pause, Pencil, Play, Trash2, UserRoundPlus } from "lucide-react";
import { useRun, type People, type Persona, type Secretary } from "@/api";
import { AppLink, Badge, Button, faceOf, InstantText, PersonaIcon, personaOf, useToast } from "@/components";
import { formatCost, formatNumber, m } from "@/i18n";
import { Card } from "./Card";
import { contentOf, draftOf } from "./secretary";
import { usePeopleWork } from "./usePeopleWork";
import { PROVIDERS } from "./words";

/** What a persona knows and how it speaks. */
function Traits({ persona }: { persona: Persona }) {
  return (
    <>
      {persona.specialization.length > 0 && (
        <ul aria-label={m.people_specialization()} className="mt-3 flex flex-wrap gap-1.5">
          {persona.specialization.map((skill) => (
            <li key={skill}>
              <Badge>{skill}</Badge>
            </li>
          ))}
        </ul>
      )}
      {persona.manner && (
        <p className="mt-3 flex items-start gap-2 text-sm text-ink-2">
          <MessageSquareQuote size={15} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />
          <span>
            <span className="sr-only">{m.people_manner()}: </span>
            {persona.manner}
          </span>
        </p>
      )}
    </>
  );
}

/** How good somebody is at something, in ten steps. */
function Level({ level }: { level: number }) {
  return (
    <span role="img" aria-label={m.people_level({ level: formatNumber(level) })} className="flex w-16 shrink-0 gap-px overflow-hidden rounded-full">
      {Array.from({ length: 10 }, (_, at) => (
        <span key={at} className={at < level ? "h-1.5 flex-1 bg-accent" : "h-1.5 flex-1 bg-neutral-soft"} />
      ))}
    </span>
  );
}

export interface SecretaryCardProps {
  secretary: Secretary;
  people: People;
  /** What they cost this month, in units of 10^-8 US dollars; undefined while that is not known. */
  cost: number | undefined;
  onEdit: () => void;
}

export function SecretaryCard({ secretary, people, cost, onEdit }: SecretaryCardProps) {
  const show = useToast();
  const persona = personaOf(people, secretary);
  const teams = people.teams.filter(({ uid }) => secretary.team_uids.includes(uid));
  const work = usePeopleWork("secretary");
  const save = useRun("people.save_secretary", { onDone: ({ name }) => show({ tone: "success", title: m.people_saved({ name }) }) });
  const { is_active: active } = secretary;
  const pause = () => {
    const content = contentOf({ ...draftOf(secretary), isActive: !active }, secretary.provider, secretary.kind === "librarian", secretary);
    save.run({ uid: secretary.uid, rev: secretary.rev, content });
  };
  const lost = secretary.provider !== "manual" && secretary.provider !== "ollama" && secretary.credential_uid === null;
  return (
    <Card
      name={secretary.name}
      leading={<PersonaIcon size="lg" {...faceOf(persona, secretary.name)} />}
      title={secretary.name}
      subtitle={[persona && persona.name !== secretary.name ? persona.name : null, persona?.role_name, ...teams.map(({ name }) => name)].filter(Boolean).join(" · ")}
      badges={
        (!active || secretary.kind === "librarian") && (
          <>
            {secretary.kind === "librarian" && <Badge tone="violet">{m.people_kind_librarian()}</Badge>}
            {!active && <Badge tone="amber">{m.people_inactive()}</Badge>}
          </>
        )
      }
      actions={[
        { label: m.people_edit(), icon: Pencil, onSelect: onEdit },
        { label: m.people_duplicate(), icon: Copy, onSelect: () => work.duplicate(secretary) },
        { label: active ? m.people_pause() : m.people_resume(), icon: active ? Pause : Play, onSelect: pause },
        { label: m.people_delete(), icon: Trash2, danger: true, onSelect: () => work.remove(secretary) },
      ]}
    >
      {secretary.description && <p className="mt-3 text-base text-ink-2">{secretary.description}</p>}
      {secretary.skills.length > 0 && (
        <ul aria-label={m.people_skills()} className="mt-3 flex flex-col gap-1">
          {secretary.skills.map(({ name, level }) => (
            <li key={name} className="flex items-center justify-between gap-3 text-sm text-ink-2">
              <span className="min-w-0 truncate">{name}</span>
              <Level level={level} />
            </li>
          ))}
        </ul>
      )}
      {persona && <Traits persona={persona} />}
      <div className="mt-auto pt-3 text-sm text-ink-3">
        <p className="wrap-anywhere">{secretary.provider === "manual" ? m.people_manual() : m.people_model({ provider: PROVIDERS[secretary.provider], model: secretary.model ?? "–" })}</p>
        {lost && <p className="text-amber">{m.people_voice_lost()}</p>}
        {secretary.provider !== "manual" && (
          <p>
            {secretary.last_used_at === null ? (
              m.people_used_never()
            ) : (
              <>
                {m.people_used({ count: formatNumber(secretary.usage_count) })} <InstantText instant={secretary.last_used_at} />
              </>
            )}
            {cost !== undefined && cost > 0 && (
              <>
                {" · "}
                <AppLink to="/usage" className="text-accent-ink underline underline-offset-2">
                  {m.people_cost_month({ cost: formatCost(cost) })}
                </AppLink>
              </>
            )}
          </p>
        )}
      </div>
    </Card>
  );
}

export interface PersonaCardProps {
  persona: Persona;
  onUse: () => void;
  onEdit: () => void;
}

export function PersonaCard({ persona, onUse, onEdit }: PersonaCardProps) {
  const work = usePeopleWork("persona");
  return (
    <Card
      name={persona.name}
      leading={<PersonaIcon size="lg" {...faceOf(persona, persona.name)} />}
      title={persona.name}
      subtitle={persona.role_name}
      badges={persona.is_shipped && <Badge>{m.people_shipped()}</Badge>}
      actions={[
        { label: m.people_edit(), icon: Pencil, onSelect: onEdit },
        { label: m.people_duplicate(), icon: Copy, onSelect: () => work.duplicate(persona) },
        { label: m.people_delete(), icon: Trash2, danger: true, onSelect: () => work.remove(persona) },
      ]}
    >
      {persona.description && <p className="mt-3 text-base text-ink-2">{persona.description}</p>}
      {persona.personality && <p className="mt-2 line-clamp-4 text-sm text-ink-3">{persona.personality}</p>}
      <Traits persona={persona} />
      <div className="mt-auto pt-4">
        <Button size="sm" icon={UserRoundPlus} aria-label={m.people_use_named({ name: persona.name })} onClick={onUse}>
          {m.people_use()}
        </Button>
      </div>
    </Card>
  );
}
