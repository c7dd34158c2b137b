/// Asks what a new plan is called and what it is for, and opens its editor.
import { useNavigate } from "@tanstack/react-router";
import { useRef, useState, type KeyboardEvent } from "react";
import { useRead, useRemember, useRun, type PlanDetail } from "@/api";
import { Button, Dialog, ErrorNotice, Select, TextField } from "@/components";
import { m } from "@/i18n";
import { isComposing } from "@/platform";
import { emptyContent } from "./draft";
import { invalidField } from "./invalid";
import { templateField } from "./words";

export function NewPlanDialog({ open, onOpenChange }: { open: boolean; onOpenChange: (open: boolean) => void }) {
  const [title, setTitle] = useState("");
  const [objective, setObjective] = useState("");
  const objectiveField = useRef<HTMLInputElement & HTMLTextAreaElement>(null);
  const [asked, setAsked] = useState(false);
  const navigate = useNavigate();
  const remember = useRemember();
  const [template, setTemplate] = useState("");
  const templates = useRead("plans.templates", {}, { enabled: open });
  const usable = (templates.data ?? []).filter((one) => one.content !== null);
  const unusable = (templates.data ?? []).filter((one) => one.content === null);
  const begun = {
    onDone: (plan: PlanDetail) => {
      remember("plans.get", { uid: plan.uid }, plan);
      change(false);
      void navigate({ to: "/plans/$uid", params: { uid: plan.uid } });
    },
    onFail: () => undefined,
  };
  const blank = useRun("plans.create", begun);
  const filled = useRun("plans.from_template", begun);
  const create = template === "" ? blank : filled;
  const untitled = title.trim() === "";
  const aimless = objective.trim() === "";

  const change = (next: boolean) => {
    onOpenChange(next);
    if (next) return;
    setTitle("");
    setObjective("");
    setTemplate("");
    setAsked(false);
    blank.reset();
    filled.reset();
  };
  const choose = (path: string) => {
    const said = (at: string) => usable.find((one) => one.path === at)?.content?.objective ?? "";
    // What the person wrote stays; what came from another template goes with it.
    if (aimless || objective === said(template)) setObjective(said(path));
    setTemplate(path);
  };
  const start = () => {
    setAsked(true);
    if (untitled || aimless || create.busy) return;
    if (template === "") blank.run({ content: emptyContent(title.trim(), objective) });
    else filled.run({ path: template, title: title.trim(), objective });
  };
  const press = (event: KeyboardEvent) => {
    if (event.key !== "Enter" || !(event.ctrlKey || event.metaKey) || isComposing(event)) return;
    event.preventDefault();
    start();
  };

  return (
    <Dialog
      open={open}
      onOpenChange={change}
      title={m.plans_new_dialog_title()}
      description={m.plans_new_dialog_text()}
      footer={
        <>
          <Button onClick={() => change(false)}>{m.plans_cancel()}</Button>
          <Button variant="primary" busy={create.busy} onClick={start}>
            {m.plans_create()}
          </Button>
        </>
      }
    >
      <TextField
        label={m.plans_new_title_label()}
        placeholder={m.plans_new_title_example()}
        value={title}
        onChange={setTitle}
        autoFocus
        required
        error={asked && untitled ? m.plans_missing_title() : invalidField(create.error, "title")}
        onKeyDown={(event) => {
          press(event);
          if (event.key !== "Enter" || event.defaultPrevented || isComposing(event)) return;
          event.preventDefault();
          objectiveField.current?.focus();
        }}
      />
      {usable.length > 0 && (
        <Select
          className="mt-4"
          label={m.plans_template_label()}
          value={template}
          options={[{ value: "", label: m.plans_template_none() }, ...usable.map((one) => ({ value: one.path, label: one.title }))]}
          onChange={choose}
        />
      )}
      {unusable.map((one) => (
        <p key={one.path} className="mt-1.5 text-sm text-amber">
          {m.plans_template_unusable({ name: one.title, field: templateField(one.field) })}
        </p>
      ))}
      <TextField
        ref={objectiveField}
        className="mt-4"
        label={m.plans_field_objective()}
        hint={m.plans_field_objective_hint()}
        required
        multiline
        rows={4}
        value={objective}
        onChange={setObjective}
        error={asked && aimless ? m.plans_missing_objective() : invalidField(create.error, "objective")}
        onKeyDown={press}
      />
      {create.error && create.error.code !== "invalid" && (
        <div className="mt-3">
          <ErrorNotice error={create.error} />
        </div>
      )}
    </Dialog>
  );
}
