/// The operators of the search, each with what it finds; picking one puts it into the field.
import { CircleHelp } from "lucide-react";
import { Popover } from "radix-ui";
import { useState } from "react";
import { m } from "@/i18n";
import { OPERATORS, type Operator, type OperatorMeaning } from "./operators";

const MEANING: Record<OperatorMeaning, () => string> = {
  phrase: m.find_operator_phrase,
  or: m.find_operator_or,
  minus: m.find_operator_minus,
  path: m.find_operator_path,
  file: m.find_operator_file,
  tag: m.find_operator_tag,
  line: m.find_operator_line,
  section: m.find_operator_section,
  block: m.find_operator_block,
  task: m.find_operator_task,
  task_todo: m.find_operator_task_todo,
  task_done: m.find_operator_task_done,
  property: m.find_operator_property,
  property_value: m.find_operator_property_value,
  content: m.find_operator_content,
  regex: m.find_operator_regex,
  match_case: m.find_operator_match_case,
};

export function OperatorHelp({ onPick }: { onPick: (operator: Operator) => void }) {
  const [open, setOpen] = useState(false);
  return (
    <Popover.Root open={open} onOpenChange={setOpen}>
      <Popover.Trigger aria-label={m.find_operators()} className="grid size-7 place-items-center rounded-sm text-ink-3 hover:bg-hover hover:text-ink">
        <CircleHelp size={15} aria-hidden />
      </Popover.Trigger>
      <Popover.Portal>
        <Popover.Content align="start" side="bottom" sideOffset={8} collisionPadding={12} aria-label={m.find_operators()} className="rise z-50 flex max-h-[min(32rem,70vh)] w-[min(25rem,calc(100vw-2rem))] flex-col rounded-lg border border-line bg-raised shadow-3 outline-none">
          <p className="px-4 pt-3 pb-2 text-sm text-ink-2">{m.find_operators_text()}</p>
          <div className="relative flex min-h-0 flex-col">
            <ul className="min-h-0 flex-1 overflow-y-auto px-2 pb-6">
              {OPERATORS.map((operator) => (
                <li key={operator.meaning}>
                  <button
                    type="button"
                    onClick={() => {
                      setOpen(false);
                      onPick(operator);
                    }}
                    className="chrome flex min-h-8 w-full items-baseline gap-3 rounded-md px-2 py-1 text-start hover:bg-hover"
                  >
                    <code className="w-26 shrink-0 font-mono text-sm text-accent-ink">{operator.example}</code>
                    <span className="min-w-0 flex-1 text-sm text-ink-2">{MEANING[operator.meaning]()}</span>
                  </button>
                </li>
              ))}
            </ul>
            {/* The list fades out below, so that one sees it goes on; its own room there keeps the last row clear of that. */}
            <span aria-hidden className="pointer-events-none absolute inset-x-0 bottom-0 h-8 rounded-b-lg bg-linear-to-t from-raised to-transparent" />
          </div>
        </Popover.Content>
      </Popover.Portal>
    </Popover.Root>
  );
}
