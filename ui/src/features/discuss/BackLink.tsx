/// The way from one discussion back to all of them.
import { ArrowLeft } from "lucide-react";
import { AppLink } from "@/components";
import { m } from "@/i18n";

export function BackLink() {
  return (
    <AppLink to="/discuss" className="chrome -ms-2 flex min-h-8 items-center gap-1.5 self-start rounded-md px-2 text-sm text-ink-2 hover:bg-hover hover:text-ink">
      <ArrowLeft size={15} aria-hidden />
      {m.discuss_back()}
    </AppLink>
  );
}
