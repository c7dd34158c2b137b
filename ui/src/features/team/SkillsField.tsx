/// The skills of a secretary, each with how good they are at it.
import { Plus, Trash2 } from "lucide-react";
import { useId } from "react";
import { Button, IconButton, Select, TextField } from "@/components";
import { formatNumber, m } from "@/i18n";
import { blankSkill, type SkillRow } from "./secretary";

const LEVELS = Array.from({ length: 10 }, (_, at) => String(at + 1));
const MOST_SKILLS = 50;

export function SkillsField({ skills, onChange }: { skills: readonly SkillRow[]; onChange: (skills: SkillRow[]) => void }) {
  const id = useId();
  const change = (key: string, part: Partial<SkillRow>) => onChange(skills.map((skill) => (skill.key === key ? { ...skill, ...part } : skill)));
  return (
    <fieldset aria-describedby={`${id}-hint`} className="min-w-0">
      <legend className="text-sm font-medium text-ink-2">{m.people_skills()}</legend>
      <p id={`${id}-hint`} className="mt-0.5 text-sm text-ink-3">
        {m.people_skills_hint()}
      </p>
      {skills.length > 0 && (
        <ul className="mt-2 flex flex-col gap-2">
          {skills.map((skill, index) => {
            const number = formatNumber(index + 1);
            return (
              <li key={skill.key} className="flex items-start gap-2">
                <TextField hideLabel label={m.people_skill_name({ number })} value={skill.name} onChange={(name) => change(skill.key, { name })} className="flex-1" />
                <Select hideLabel label={m.people_skill_level({ number })} value={String(skill.level)} onChange={(level) => change(skill.key, { level: Number(level) })} options={LEVELS.map((level) => ({ value: level, label: formatNumber(Number(level)) }))} className="w-20 shrink-0" />
                <IconButton icon={Trash2} label={m.people_skill_remove({ number })} onClick={() => onChange(skills.filter(({ key }) => key !== skill.key))} />
              </li>
            );
          })}
        </ul>
      )}
      <Button variant="ghost" size="sm" icon={Plus} className="mt-1.5" disabled={skills.length >= MOST_SKILLS} onClick={() => onChange([...skills, blankSkill()])}>
        {m.people_skill_add()}
      </Button>
    </fieldset>
  );
}
