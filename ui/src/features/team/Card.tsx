/// The frame of a card on the team's page, and the menu in its corner.
import { Ellipsis } from "lucide-react";
import type { ReactNode } from "react";
import { IconButton, Menu, type MenuItem } from "@/components";
import { m } from "@/i18n";

/** Cards side by side, as many as fit. */
export const CARDS = "grid grid-cols-[repeat(auto-fill,minmax(min(19rem,100%),1fr))] gap-3";

export interface CardProps {
  /** Whose card it is, for the name of its menu. */
  name: string;
  leading?: ReactNode;
  title: ReactNode;
  subtitle?: ReactNode;
  badges?: ReactNode;
  actions: readonly MenuItem[];
  children?: ReactNode;
}

export function Card({ name, leading, title, subtitle, badges, actions, children }: CardProps) {
  return (
    <li className="flex min-w-0 flex-col rounded-lg border border-line bg-raised p-4 shadow-1">
      <div className="flex items-start gap-3">
        {leading}
        <div className="min-w-0 flex-1">
          <h2 className="text-md font-semibold wrap-anywhere">{title}</h2>
          {subtitle && <p className="text-sm text-ink-3">{subtitle}</p>}
          {badges && <div className="mt-1 flex flex-wrap gap-1.5">{badges}</div>}
        </div>
        <Menu trigger={<IconButton size="sm" icon={Ellipsis} label={m.people_more({ name })} className="-me-1.5 -mt-1.5" />} items={actions} />
      </div>
      {children}
    </li>
  );
}
