/// Makes a role, or changes one: what it is for, and what it allows.
import { useState, type FormEvent } from "react";
import { useRun, type Permission, type Role } from "@/api";
import { Checkbox, ErrorNotice, TextField, useToast } from "@/components";
import { m } from "@/i18n";
import { isAboutName, lacking, nameFault } from "./faults";
import { FormDialog } from "./FormDialog";
import { PERMISSION_ORDER } from "./permissions";
import { PERMISSIONS } from "./words";

export function RoleDialog({ role, onClose }: { role: Role | null; onClose: () => void }) {
  const show = useToast();
  const [name, setName] = useState(role?.name ?? "");
  const [description, setDescription] = useState(role?.description ?? "");
  const [category, setCategory] = useState(role?.category ?? "");
  const [permissions, setPermissions] = useState<readonly Permission[]>(role?.permissions ?? ["read"]);
  const [asked, setAsked] = useState(false);
  const done = (kept: Role) => {
    show({ tone: "success", title: m.people_saved({ name: kept.name }) });
    onClose();
  };
  const create = useRun("people.create_role", { onDone: done, onFail: () => undefined });
  const save = useRun("people.save_role", { onDone: done, onFail: () => undefined });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setAsked(true);
    if (name.trim() === "" || category.trim() === "") return;
    const content = { name: name.trim(), description, category: category.trim(), subcategory: role?.subcategory ?? null, permissions: [...permissions] };
    if (role) save.run({ uid: role.uid, rev: role.rev, content });
    else create.run(content);
  };
  const failure = create.error ?? save.error;
  return (
    <FormDialog title={role ? m.people_role_edit({ name: role.name }) : m.people_role_add()} description={m.people_role_text()} busy={create.busy || save.busy} onClose={onClose} onSubmit={submit}>
      <div className="grid grid-cols-1 gap-4 sm:grid-cols-2">
        <TextField label={m.people_name()} required value={name} onChange={setName} error={nameFault(name, asked, failure)} />
        <TextField label={m.people_role_category()} required value={category} onChange={setCategory} error={lacking(category, asked, m.people_role_category())} />
      </div>
      <TextField label={m.people_role_description()} multiline rows={2} value={description} onChange={setDescription} />
      <Allowed held={permissions} onChange={setPermissions} />
      {!PERMISSION_ORDER.some((one) => permissions.includes(one)) && <p className="rounded-md bg-amber-soft px-3.5 py-2 text-sm text-amber">{m.people_role_nothing()}</p>}
      {failure && !isAboutName(failure) && <ErrorNotice error={failure} />}
    </FormDialog>
  );
}

/** What the role allows; what it may hold besides is kept. */
function Allowed({ held, onChange }: { held: readonly Permission[]; onChange: (held: Permission[]) => void }) {
  const everything = held.includes("all");
  return (
    <fieldset className="flex flex-col gap-1.5">
      <legend className="mb-1 text-sm font-medium text-ink-2">{m.people_role_allows()}</legend>
      {PERMISSION_ORDER.map((permission) => (
        <div key={permission}>
          <Checkbox
            label={PERMISSIONS[permission].name()}
            checked={everything || held.includes(permission)}
            disabled={everything && permission !== "all"}
            onChange={(on) => onChange(on ? [...held, permission] : held.filter((one) => one !== permission))}
          />
          <p className="ps-7 text-sm text-ink-3">{PERMISSIONS[permission].text()}</p>
        </div>
      ))}
    </fieldset>
  );
}
