/// The places of the app in the order of the navigation, and the one that was open last.
import { CalendarCheck2, ChartColumn, ClipboardList, FolderKanban, Handshake, MessagesSquare, NotebookText, Settings, UsersRound } from "lucide-react";
import type { Icon } from "@/components";
import { m } from "@/i18n";

export interface Place {
  path: "/today" | "/team" | "/talk" | "/discuss" | "/plans" | "/projects" | "/vault" | "/usage" | "/settings";
  icon: Icon;
  /** Its name, in the language spoken when it is asked for. */
  name: () => string;
}

export const PLACES: readonly Place[] = [
  { path: "/today", icon: CalendarCheck2, name: m.place_today },
  { path: "/team", icon: UsersRound, name: m.place_team },
  { path: "/talk", icon: MessagesSquare, name: m.place_talk },
  { path: "/discuss", icon: Handshake, name: m.place_discuss },
  { path: "/plans", icon: ClipboardList, name: m.place_plans },
  { path: "/projects", icon: FolderKanban, name: m.place_projects },
  { path: "/vault", icon: NotebookText, name: m.place_vault },
  { path: "/usage", icon: ChartColumn, name: m.place_usage },
  { path: "/settings", icon: Settings, name: m.place_settings },
];

/** Places that are reached from others, and stand in no navigation. */
const SIDE_PLACES = ["/trash"];

const KEY = "hisho.place";

/** Where the app was left, or Today. */
export function lastPlace(): string {
  const kept = localStorage.getItem(KEY);
  return kept && [...PLACES.map(({ path }) => path), ...SIDE_PLACES].some((path) => kept === path || kept.startsWith(`${path}/`) || kept.startsWith(`${path}?`)) ? kept : "/today";
}

export function rememberPlace(href: string): void {
  localStorage.setItem(KEY, href);
}
