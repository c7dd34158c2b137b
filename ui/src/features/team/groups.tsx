/// Teams with who sits in them, and roles with what they allow.
import { ShieldCheck, UsersRound } from "lucide-react";
import type { People, Role, Team } from "@/api";
import { Badge, EmptyState, PersonaIcon } from "@/components";
import { formatNumber, m } from "@/i18n";

const CARD = "rounded-lg border border-line bg-raised p-4 shadow-1";

export function TeamList({ people }: { people: People }) {
  if (people.teams.length === 0) {
    return (
      <EmptyState icon={UsersRound} title={m.people_teams_empty_title()}>
        {m.people_teams_empty_text()}
      </EmptyState>
    );
  }
  return (
    <ul className="flex flex-col gap-3">
      {people.teams.map((team) => (
        <TeamCard key={team.uid} team={team} people={people} />
      ))}
    </ul>
  );
}

function TeamCard({ team, people }: { team: Team; people: People }) {
  const members = people.secretaries.filter(({ uid }) => team.members.includes(uid));
  return (
    <li className={CARD}>
      <div className="flex flex-wrap items-baseline gap-x-3">
        <h2 className="text-md font-semibold">{team.name}</h2>
        <p className="text-sm text-ink-3">{m.people_members({ count: formatNumber(team.members.length), limit: formatNumber(team.max_members) })}</p>
      </div>
      {team.description && <p className="mt-1 text-base text-ink-2">{team.description}</p>}
      {members.length > 0 ? (
        <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-2">
          {members.map((member) => {
            const persona = people.personas.find(({ uid }) => uid === member.persona_uid);
            return (
              <li key={member.uid} className="flex items-center gap-2 text-base">
                <PersonaIcon size="sm" icon={persona?.icon ?? ""} color={persona?.color ?? ""} name={member.name} />
                {member.name}
              </li>
            );
          })}
        </ul>
      ) : (
        <p className="mt-3 text-sm text-ink-3">{m.people_members_none()}</p>
      )}
    </li>
  );
}

export function RoleList({ roles }: { roles: readonly Role[] }) {
  return (
    <ul className="grid grid-cols-[repeat(auto-fill,minmax(min(19rem,100%),1fr))] gap-3">
      {roles.map((role) => (
        <li key={role.uid} className={CARD}>
          <h2 className="flex items-center gap-2 text-md font-semibold">
            <ShieldCheck size={16} className="shrink-0 text-ink-3" aria-hidden />
            {role.name}
          </h2>
          {role.description && <p className="mt-1 text-base text-ink-2">{role.description}</p>}
          <ul aria-label={m.people_permissions()} className="mt-3 flex flex-wrap gap-1.5">
            {role.permissions.map((permission) => (
              <li key={permission}>
                <Badge>{permission}</Badge>
              </li>
            ))}
          </ul>
        </li>
      ))}
    </ul>
  );
}
