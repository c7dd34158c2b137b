/// The notes that a link may mean: each can be looked at, and one chosen.
import { Check } from "lucide-react";
import { Button } from "@/components";
import { m } from "@/i18n";
import { useOpenNote } from "../useFollowLink";

export interface CandidatesProps {
  /** The link as it is written. */
  target: string;
  /** Where it leads now. */
  path: string | null;
  candidates: readonly string[];
  busy: boolean;
  onChoose: (path: string) => void;
}

export function Candidates({ target, path, candidates, busy, onChoose }: CandidatesProps) {
  const open = useOpenNote();
  return (
    <ul aria-label={m.vault_link_candidates({ target })} className="ms-4 border-s border-line ps-2">
      {candidates.map((candidate) => (
        <li key={candidate} className="flex items-center gap-1">
          <button type="button" onClick={() => open(candidate)} title={candidate} className="min-w-0 flex-1 truncate rounded-md px-2 py-1 text-start text-sm text-ink-2 hover:bg-hover">
            {candidate}
            {candidate === path && <span className="ps-1.5 text-xs text-ink-3">{m.vault_link_taken()}</span>}
          </button>
          <Button size="sm" variant="ghost" icon={Check} busy={busy} onClick={() => onChoose(candidate)} aria-label={m.vault_link_choose_named({ path: candidate })}>
            {m.vault_link_choose()}
          </Button>
        </li>
      ))}
    </ul>
  );
}
