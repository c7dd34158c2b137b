/// Teams with who sits in them, and roles with what they allow.
import { Copy, Crown, Pencil, ShieldCheck, Trash2, UsersRound } from "lucide-react";
import type { People, Role, Team } from "@/api";
import { Badge, Button, EmptyState, faceOf, PersonaIcon, personaOf } from "@/components";
import { formatNumber, m } from "@/i18n";
import { Card, CARDS } from "./Card";
import { usePeopleWork } from "./usePeopleWork";
import { PERMISSION_ORDER } from "./permissions";
import { PERMISSIONS, TEAM_TYPES } from "./words";

export interface TeamListProps {
  people: People;
  onEdit: (team: Team) => void;
  onSeats: (team: Team) => void;
}

export function TeamList({ people, onEdit, onSeats }: TeamListProps) {
  if (people.teams.length === 0) {
    return (
      <EmptyState icon={UsersRound} title={m.people_teams_empty_title()}>
        {m.people_teams_empty_text()}
      </EmptyState>
    );
  }
  return (
    <ul className={CARDS}>
      {people.teams.map((team) => (
        <TeamCard key={team.uid} team={team} people={people} onEdit={() => onEdit(team)} onSeats={() => onSeats(team)} />
      ))}
    </ul>
  );
}

function TeamCard({ team, people, onEdit, onSeats }: { team: Team; people: People; onEdit: () => void; onSeats: () => void }) {
  const work = usePeopleWork("team");
  const members = people.secretaries.filter(({ uid }) => team.members.includes(uid));
  return (
    <Card
      name={team.name}
      title={team.name}
      subtitle={`${TEAM_TYPES[team.team_type]()} · ${m.people_members({ count: formatNumber(team.members.length), limit: formatNumber(team.max_members) })}`}
      badges={!team.is_active && <Badge tone="amber">{m.people_team_inactive()}</Badge>}
      actions={[
        { label: m.people_team_seats_edit(), icon: UsersRound, onSelect: onSeats },
        { label: m.people_edit(), icon: Pencil, onSelect: onEdit },
        { label: m.people_duplicate(), icon: Copy, onSelect: () => work.duplicate(team) },
        { label: m.people_delete(), icon: Trash2, danger: true, onSelect: () => work.remove(team) },
      ]}
    >
      {team.description && <p className="mt-2 text-base text-ink-2">{team.description}</p>}
      {members.length > 0 ? (
        <ul className="mt-3 flex flex-wrap gap-x-5 gap-y-2">
          {members.map((member) => (
            <li key={member.uid} className="flex items-center gap-2 text-base">
              <PersonaIcon size="sm" {...faceOf(personaOf(people, member), member.name)} />
              {member.name}
              {team.seats.some(({ secretary_uid, role }) => secretary_uid === member.uid && role === "leader") && <Crown size={14} className="text-amber" aria-label={m.people_team_leader()} />}
            </li>
          ))}
        </ul>
      ) : (
        <p className="mt-3 text-sm text-ink-3">{m.people_members_none()}</p>
      )}
      <div className="mt-auto pt-4">
        <Button size="sm" icon={UsersRound} aria-label={m.people_team_seats_of({ name: team.name })} onClick={onSeats}>
          {m.people_team_seats()}
        </Button>
      </div>
    </Card>
  );
}

export function RoleList({ roles, onEdit }: { roles: readonly Role[]; onEdit: (role: Role) => void }) {
  return (
    <ul className={CARDS}>
      {roles.map((role) => (
        <RoleCard key={role.uid} role={role} onEdit={() => onEdit(role)} />
      ))}
    </ul>
  );
}

function RoleCard({ role, onEdit }: { role: Role; onEdit: () => void }) {
  const work = usePeopleWork("role");
  const own = !role.is_system;
  const shown = PERMISSION_ORDER.filter((permission) => role.permissions.includes(permission));
  return (
    <Card
      name={role.name}
      leading={<ShieldCheck size={18} className="mt-0.5 shrink-0 text-ink-3" aria-hidden />}
      title={role.name}
      badges={role.is_system && <Badge>{m.people_protected()}</Badge>}
      actions={[
        ...(own ? [{ label: m.people_edit(), icon: Pencil, onSelect: onEdit }] : []),
        { label: m.people_duplicate(), icon: Copy, onSelect: () => work.duplicate(role) },
        ...(own ? [{ label: m.people_delete(), icon: Trash2, danger: true, onSelect: () => work.remove(role) }] : []),
      ]}
    >
      {role.description && <p className="mt-1 text-base text-ink-2">{role.description}</p>}
      {shown.length === 0 ? (
        <p className="mt-3 text-sm text-amber">{m.people_role_nothing()}</p>
      ) : (
        <ul aria-label={m.people_permissions()} className="mt-3 flex flex-wrap gap-1.5">
          {shown.map((permission) => (
            <li key={permission}>
              <Badge>{PERMISSIONS[permission].name()}</Badge>
            </li>
          ))}
        </ul>
      )}
      {role.is_system && <p className="mt-3 text-sm text-ink-3">{m.people_role_protected()}</p>}
    </Card>
  );
}
