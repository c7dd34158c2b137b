/// Cards of people: a secretary as it works, a persona as it could be.
import { MessageSquareQuote, UserRoundPlus } from "lucide-react";
import type { ReactNode } from "react";
import type { Persona, Secretary, Team } from "@/api";
import { Badge, Button, PersonaIcon } from "@/components";
import { m } from "@/i18n";

function Card({ children }: { children: ReactNode }) {
  return <li className="flex min-w-0 flex-col rounded-lg border border-line bg-raised p-4 shadow-1">{children}</li>;
}

/** What a persona is good at and how it speaks. */
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

export function SecretaryCard({ secretary, persona, team }: { secretary: Secretary; persona: Persona | undefined; team: Team | undefined }) {
  return (
    <Card>
      <div className="flex items-start gap-3">
        <PersonaIcon size="lg" icon={persona?.icon ?? ""} color={persona?.color ?? ""} name={secretary.name} />
        <div className="min-w-0 flex-1">
          <h2 className="text-md font-semibold wrap-anywhere">{secretary.name}</h2>
          <p className="text-sm text-ink-3">{[persona && persona.name !== secretary.name ? persona.name : null, persona?.role_name, team?.name].filter(Boolean).join(" · ")}</p>
        </div>
        {!secretary.is_active && <Badge tone="amber">{m.people_inactive()}</Badge>}
      </div>
      {persona && <Traits persona={persona} />}
      <p className="mt-auto pt-3 text-sm text-ink-3">{secretary.provider === "manual" ? m.people_manual() : m.people_model({ provider: secretary.provider, model: secretary.model ?? "–" })}</p>
    </Card>
  );
}

export function PersonaCard({ persona, onUse }: { persona: Persona; onUse: () => void }) {
  return (
    <Card>
      <div className="flex items-start gap-3">
        <PersonaIcon size="lg" icon={persona.icon} color={persona.color} name={persona.name} />
        <div className="min-w-0 flex-1">
          <h2 className="text-md font-semibold wrap-anywhere">{persona.name}</h2>
          {persona.role_name && <p className="text-sm text-ink-3">{persona.role_name}</p>}
        </div>
      </div>
      {persona.description && <p className="mt-3 text-base text-ink-2">{persona.description}</p>}
      {persona.personality && <p className="mt-2 text-sm text-ink-3">{persona.personality}</p>}
      <Traits persona={persona} />
      <div className="mt-auto pt-4">
        <Button size="sm" icon={UserRoundPlus} aria-label={m.people_use_named({ name: persona.name })} onClick={onUse}>
          {m.people_use()}
        </Button>
      </div>
    </Card>
  );
}
