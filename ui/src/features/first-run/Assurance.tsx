/// What Hisho will and will not do with a vault, said before one is chosen.
import { Eye, HardDrive, Undo2 } from "lucide-react";
import { m } from "@/i18n";

export function Assurance() {
  const lines = [
    { icon: Eye, text: m.first_run_promise_reads() },
    { icon: HardDrive, text: m.first_run_promise_local() },
    { icon: Undo2, text: m.first_run_promise_back() },
  ];
  return (
    <section aria-labelledby="assurance" className="border-t border-line pt-6">
      <h2 id="assurance" className="mb-3 text-sm font-medium text-ink-2">
        {m.first_run_promise_title()}
      </h2>
      <ul className="flex flex-col gap-2.5">
        {lines.map(({ icon: Glyph, text }) => (
          <li key={text} className="flex items-start gap-3 text-base text-ink-2">
            <Glyph size={16} className="mt-1 shrink-0 text-ink-3" aria-hidden />
            {text}
          </li>
        ))}
      </ul>
    </section>
  );
}
