/// The column of places, with the search above it and the vault's state below it. A strip of icons where it is narrow.
import { Search } from "lucide-react";
import { AppLink, Kbd, Tooltip } from "@/components";
import { useOpenPalette } from "@/features/palette/open";
import { m } from "@/i18n";
import { modifierName } from "./keys";
import { PLACES } from "./places";
import { Seal } from "./Seal";
import { VaultStatusLine } from "./VaultStatusLine";

export function Navigation() {
  const openPalette = useOpenPalette();
  return (
    <nav aria-label={m.shell_navigation()} data-region tabIndex={-1} className="chrome flex w-14 shrink-0 flex-col border-e border-line bg-paper px-2 pt-4 pb-3 focus-visible:-outline-offset-2 md:w-54 md:px-3">
      <div className="mb-4 flex items-center justify-center gap-2.5 md:justify-start md:px-2">
        <Seal />
        <span className="hidden font-title text-lg font-semibold tracking-wide md:block">Hisho</span>
      </div>
      <button
        type="button"
        onClick={openPalette}
        aria-keyshortcuts="Control+K Meta+K"
        className="mb-4 flex min-h-9.5 items-center justify-center gap-2 rounded-md border border-line bg-surface px-2.5 text-sm text-ink-3 shadow-1 transition-colors hover:border-control hover:text-ink-2 md:justify-start"
      >
        <Search size={15} className="shrink-0" aria-hidden />
        <span className="sr-only min-w-0 flex-1 truncate text-start md:not-sr-only">{m.shell_search()}</span>
        <span className="hidden md:block" aria-hidden>
          <Kbd>{`${modifierName()}K`}</Kbd>
        </span>
      </button>
      <ul className="flex flex-1 flex-col gap-0.5 overflow-y-auto">
        {PLACES.map(({ path, icon: Glyph, name }, index) => (
          <li key={path}>
            <Tooltip text={`${name()}  ${modifierName()}${index + 1}`}>
              <AppLink
                to={path}
                aria-label={name()}
                className="group flex min-h-9.5 items-center justify-center gap-2.5 rounded-md px-2.5 text-base text-ink-2 transition-colors hover:bg-hover hover:text-ink aria-[current=page]:bg-accent-soft aria-[current=page]:font-medium aria-[current=page]:text-accent-ink md:justify-start"
              >
                <Glyph size={17} className="shrink-0" aria-hidden />
                <span className="hidden truncate md:block">{name()}</span>
              </AppLink>
            </Tooltip>
          </li>
        ))}
      </ul>
      <VaultStatusLine />
    </nav>
  );
}
