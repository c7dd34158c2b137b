/// Team: the secretaries one works with, the personas they are made from, the teams they sit in, the roles they have.
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { Ellipsis, FileDown, FileUp, Plus, RotateCcw, UserRoundPlus } from "lucide-react";
import { useState } from "react";
import { useRead, useRun, type People, type Persona, type Role, type Secretary, type Team, type Uid } from "@/api";
import { Button, ErrorNotice, IconButton, Loading, Menu, Page, Tabs, useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { CARDS } from "./Card";
import { PersonaCard } from "./cards";
import { ExportDialog, ImportDialog } from "./FileDialog";
import { RoleList, TeamList } from "./groups";
import { PersonaDialog } from "./PersonaDialog";
import { RoleDialog } from "./RoleDialog";
import { SeatsDialog } from "./SeatsDialog";
import { SecretaryDialog } from "./SecretaryDialog";
import { SecretaryList } from "./SecretaryList";
import { TeamDialog } from "./TeamDialog";

type View = "secretaries" | "personas" | "teams" | "roles";
/** The form that is open: for somebody there is, or null for somebody new. */
type Form =
  | { what: "secretary"; one: Secretary | null; persona: Persona | null }
  | { what: "persona"; one: Persona | null }
  | { what: "team"; one: Team | null }
  | { what: "seats"; uid: Uid }
  | { what: "role"; one: Role | null }
  | { what: "export" | "import" };
const route = getRouteApi("/team");

const ADD: Record<View, { name: () => string; form: Form }> = {
  secretaries: { name: m.people_add, form: { what: "secretary", one: null, persona: null } },
  personas: { name: m.people_persona_add, form: { what: "persona", one: null } },
  teams: { name: m.people_team_add, form: { what: "team", one: null } },
  roles: { name: m.people_role_add, form: { what: "role", one: null } },
};

export default function TeamPlace() {
  const people = useRead("people.list", {});
  const { add } = route.useSearch();
  const navigate = useNavigate();
  const show = useToast();
  const [view, setView] = useState<View>("secretaries");
  const [opened, setForm] = useState<Form | null>(null);
  const form = opened ?? (add === true ? ADD.secretaries.form : null);
  const restore = useRun("people.restore_shipped", {
    onDone: ({ restored }) => show({ tone: "success", title: restored === 0 ? m.people_restored_none() : m.people_restored({ count: formatNumber(restored) }) }),
  });
  const close = () => {
    setForm(null);
    if (add) void navigate({ to: "/team", search: {}, replace: true });
  };

  return (
    <Page
      title={m.place_team()}
      subtitle={m.people_subtitle()}
      actions={
        <>
          {view !== "secretaries" && (
            <Button icon={RotateCcw} busy={restore.busy} onClick={() => restore.run({})}>
              {m.people_restore_shipped()}
            </Button>
          )}
          <Menu
            trigger={<IconButton icon={Ellipsis} label={m.people_file()} />}
            items={[
              { label: m.people_export(), icon: FileDown, onSelect: () => setForm({ what: "export" }) },
              { label: m.people_import(), icon: FileUp, onSelect: () => setForm({ what: "import" }) },
            ]}
          />
          <Button variant="primary" icon={view === "secretaries" ? UserRoundPlus : Plus} disabled={!people.data} onClick={() => setForm(ADD[view].form)}>
            {ADD[view].name()}
          </Button>
        </>
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
            <Shown view={view} people={people.data} onForm={setForm} />
          </Tabs>
          {form && <Opened form={form} people={people.data} onClose={close} />}
        </>
      )}
    </Page>
  );
}

function Shown({ view, people, onForm }: { view: View; people: People; onForm: (form: Form) => void }) {
  switch (view) {
    case "secretaries":
      return <SecretaryList people={people} onAdd={() => onForm(ADD.secretaries.form)} onEdit={(one) => onForm({ what: "secretary", one, persona: null })} />;
    case "personas":
      return (
        <ul className={CARDS}>
          {people.personas.map((persona) => (
            <PersonaCard key={persona.uid} persona={persona} onUse={() => onForm({ what: "secretary", one: null, persona })} onEdit={() => onForm({ what: "persona", one: persona })} />
          ))}
        </ul>
      );
    case "teams":
      return <TeamList people={people} onEdit={(one) => onForm({ what: "team", one })} onSeats={({ uid }) => onForm({ what: "seats", uid })} />;
    case "roles":
      return <RoleList roles={people.roles} onEdit={(one) => onForm({ what: "role", one })} />;
  }
}

function Opened({ form, people, onClose }: { form: Form; people: People; onClose: () => void }) {
  switch (form.what) {
    case "secretary":
      return <SecretaryDialog people={people} secretary={form.one} persona={form.persona} onClose={onClose} />;
    case "persona":
      return <PersonaDialog persona={form.one} roles={people.roles} onClose={onClose} />;
    case "team":
      return <TeamDialog team={form.one} onClose={onClose} />;
    case "seats": {
      const team = people.teams.find(({ uid }) => uid === form.uid);
      return team && <SeatsDialog team={team} people={people} onClose={onClose} />;
    }
    case "role":
      return <RoleDialog role={form.one} onClose={onClose} />;
    case "export":
      return <ExportDialog onClose={onClose} />;
    case "import":
      return <ImportDialog onClose={onClose} />;
  }
}
