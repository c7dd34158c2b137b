/// Offers, once there is an approved plan, to keep plans and projects as notes; silent once the person has answered.
import { FilePen } from "lucide-react";
import { useState } from "react";
import { useAppState, useRead } from "@/api";
import { Button } from "@/components";
import { m } from "@/i18n";
import { WritingDialog } from "./WritingDialog";

export function WritingOffer() {
  const { vault } = useAppState();
  const [open, setOpen] = useState(false);
  const unasked = vault?.writing === "not_asked";
  const approved = useRead("plans.list", { status: "approved" }, { enabled: unasked });
  if (!unasked || !approved.data || approved.data.length === 0) return null;
  return (
    <section aria-label={m.vault_offer_title()} className="flex flex-wrap items-center gap-x-4 gap-y-2 border-b border-line bg-accent-soft px-6 py-2.5">
      <FilePen size={18} className="shrink-0 text-accent-ink" aria-hidden />
      <div className="min-w-0 flex-1 basis-72 text-sm">
        <p className="font-medium">{m.vault_offer_title()}</p>
        <p className="text-ink-2">{m.vault_offer_text()}</p>
      </div>
      <Button size="sm" onClick={() => setOpen(true)}>
        {m.vault_offer_action()}
      </Button>
      <WritingDialog open={open} onOpenChange={setOpen} />
    </section>
  );
}
