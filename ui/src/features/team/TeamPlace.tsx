/// Team: the secretaries one works with, the personas they are made from, the teams they sit in, the roles they have.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { UserRoundPlus, UsersRound } from "lucide-react";
import { useState } from "react";
import { useRead, type People, type Persona } from "@/api";
import { Button, EmptyState, ErrorNotice, Loading, Page, Tabs } from "@/components";
import { m } from "@/i18n";
import { AddSecretary } from "./AddSecretary";
import { PersonaCard, SecretaryCard } from "./cards";
import { RoleList, TeamList } from "./groups";

type View = "secretaries" | "personas" | "teams" | "roles";
const route = getRouteApi("/team");
const CARDS = "grid grid-cols-[repeat(auto-fill,minmax(min(19rem,100%),1fr))] gap-3";

export default function TeamPlace() {
  const people = useRead("people.list", {});
  const { add } = route.useSearch();
  const navigate = useNavigate();
  const [view, setView] = useState<View>("secretaries");
  const [persona, setPersona] = useState<Persona | null>(null);
  const adding = add === true || persona !== null;

  const open = (from: Persona | null) => {
    setPersona(from);
    if (!from) void navigate({ to: "/team", search: { add: true } });
  };
  const close = () => {
    setPersona(null);
    if (add) void navigate({ to: "/team", search: {}, replace: true });
  };

  return (
    <Page
      title={m.place_team()}
      subtitle={m.people_subtitle()}
      actions={
        <Button variant="primary" icon={UserRoundPlus} disabled={!people.data} onClick={() => open(null)}>
          {m.people_add()}
        </Button>
      }
    >
      {people.isPending && <Loading label={m.people_loading()} />}
      {people.isError && <ErrorNotice error={people.error} retry={() => void people.refetch()} />}
      {people.data && (
        <>
          <Tabs
            label={m.people_views()}
            value={view}
            onChange={setView}
            tabs={[
              { value: "secretaries", label: m.people_secretaries(), count: people.data.secretaries.length },
              { value: "personas", label: m.people_personas(), count: people.data.personas.length },
              { value: "teams", label: m.people_teams(), count: people.data.teams.length },
              { value: "roles", label: m.people_roles(), count: people.data.roles.length },
            ]}
          >
            <Shown view={view} people={people.data} onAdd={open} />
          </Tabs>
          <AddSecretary key={persona?.uid ?? "any"} open={adding} people={people.data} persona={persona} onClose={close} onAdded={() => setView("secretaries")} />
        </>
      )}
    </Page>
  );
}

function Shown({ view, people, onAdd }: { view: View; people: People; onAdd: (persona: Persona | null) => void }) {
  switch (view) {
    case "secretaries":
      return people.secretaries.length === 0 ? (
        <EmptyState
          icon={UsersRound}
          title={m.people_empty_title()}
          action={
            <Button variant="primary" icon={UserRoundPlus} onClick={() => onAdd(null)}>
              {m.people_add()}
            </Button>
          }
        >
          {m.people_empty_text()}
        </EmptyState>
      ) : (
        <ul className={CARDS}>
          {people.secretaries.map((secretary) => (
            <SecretaryCard
              key={secretary.uid}
              secretary={secretary}
              persona={people.personas.find(({ uid }) => uid === secretary.persona_uid)}
              team={people.teams.find(({ uid }) => uid === secretary.team_uid)}
            />
          ))}
        </ul>
      );
    case "personas":
      return (
        <ul className={CARDS}>
          {people.personas.map((persona) => (
            <PersonaCard key={persona.uid} persona={persona} onUse={() => onAdd(persona)} />
          ))}
        </ul>
      );
    case "teams":
      return <TeamList people={people} />;
    case "roles":
      return <RoleList roles={people.roles} />;
  }
}
