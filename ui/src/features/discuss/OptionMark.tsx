/// The letter of an option, in its own colour; the same wherever the option is spoken of.
import { cx } from "@/components";
import { m } from "@/i18n";
import { optionLetter } from "./words";

const TINTS = ["bg-accent-soft text-accent-ink", "bg-amber-soft text-amber", "bg-green-soft text-green", "bg-violet-soft text-violet", "bg-red-soft text-red", "bg-neutral-soft text-ink-2"];

export function OptionMark({ option }: { option: number }) {
  const letter = optionLetter(option);
  return (
    <span className={cx("chrome inline-grid h-5 min-w-5 shrink-0 place-items-center rounded-sm border border-line px-1 text-xs font-semibold", TINTS[option % TINTS.length])}>
      <span aria-hidden>{letter}</span>
      <span className="sr-only">{m.discuss_option({ letter })}</span>
    </span>
  );
}
