/// What the palette can do and where it can go, besides finding things. Every entry does something real.
import { useNavigate } from "@tanstack/react-router";
import { CalendarPlus, ClipboardPlus, FileSearch, Handshake, Languages, Link2Off, MessageSquarePlus, Moon, RefreshCw, Sun, SunMoon, Trash2, UserRoundPlus, Waypoints } from "lucide-react";
import { useAppState, useRun, useToday, useUpdateSettings, type Theme } from "@/api";
import { useToast, type Icon } from "@/components";
import { PLACES } from "@/features/shell/places";
import { formatNumber, m } from "@/i18n";

export interface Entry {
  id: string;
  icon: Icon;
  name: string;
  /** Other words by which people look for it, in both languages. */
  also: readonly string[];
  run: () => void;
}

const THEMES: Record<Theme, { icon: Icon; name: () => string; also: readonly string[] }> = {
  light: { icon: Sun, name: m.palette_theme_light, also: ["theme", "テーマ", "明るい", "ライト"] },
  dark: { icon: Moon, name: m.palette_theme_dark, also: ["theme", "テーマ", "暗い", "ダーク"] },
  system: { icon: SunMoon, name: m.palette_theme_system, also: ["theme", "テーマ", "システム"] },
};

/** The places to go to. */
export function usePlaceEntries(): Entry[] {
  const navigate = useNavigate();
  return PLACES.map(({ path, icon, name }) => ({ id: path, icon, name: name(), also: [path.slice(1)], run: () => void navigate({ to: path }) }));
}

/** The actions that need nothing but themselves. */
export function useActionEntries(onNewPlan: () => void, onSwitch: () => void): Entry[] {
  const { settings, vault } = useAppState();
  const navigate = useNavigate();
  const show = useToast();
  const update = useUpdateSettings();
  const scan = useRun("vault.scan", {
    onDone: ({ notes, added, changed, removed }) =>
      show({
        tone: "success",
        title: m.vault_synced({ count: formatNumber(notes) }),
        description: m.vault_synced_detail({ added: formatNumber(added), changed: formatNumber(changed), removed: formatNumber(removed) }),
      }),
  });
  const themes = (["light", "dark", "system"] as const).filter((theme) => theme !== settings.theme);
  const other = settings.language === "ja" ? "en" : "ja";
  return [
    { id: "new-plan", icon: ClipboardPlus, name: m.palette_new_plan(), also: ["new plan", "create", "作成", "新規"], run: onNewPlan },
    { id: "new-conversation", icon: MessageSquarePlus, name: m.palette_new_conversation(), also: ["talk", "chat", "new conversation", "会話", "新規"], run: () => void navigate({ to: "/talk", search: { new: true } }) },
    { id: "new-discussion", icon: Handshake, name: m.palette_new_discussion(), also: ["discuss", "debate", "new discussion", "協議", "話し合い", "新規"], run: () => void navigate({ to: "/discuss", search: { new: true } }) },
    { id: "add-secretary", icon: UserRoundPlus, name: m.palette_add_secretary(), also: ["add secretary", "persona", "追加", "ペルソナ"], run: () => void navigate({ to: "/team", search: { add: true } }) },
    ...(vault === null ? [] : [{ id: "switch", icon: FileSearch, name: m.palette_switch(), also: ["open note", "quick switcher", "ノート", "開く", "切り替え"], run: onSwitch }]),
    { id: "sync", icon: RefreshCw, name: m.palette_sync(), also: ["sync", "scan", "vault", "同期", "保管庫"], run: () => scan.run({}) },
    { id: "graph", icon: Waypoints, name: m.palette_graph(), also: ["graph", "グラフ", "つながり", "保管庫"], run: () => void navigate({ to: "/vault/graph" }) },
    { id: "loose-links", icon: Link2Off, name: m.palette_loose(), also: ["links", "unresolved", "ambiguous", "リンク", "未解決"], run: () => void navigate({ to: "/vault/links" }) },
    { id: "trash", icon: Trash2, name: m.palette_trash(), also: ["trash", "deleted", "restore", "ごみ箱", "削除", "復元"], run: () => void navigate({ to: "/trash" }) },
    ...themes.map((theme) => ({ id: `theme-${theme}`, icon: THEMES[theme].icon, name: THEMES[theme].name(), also: THEMES[theme].also, run: () => update.run({ theme }) })),
    { id: "language", icon: Languages, name: m.palette_language(), also: ["language", "言語", "english", "日本語"], run: () => update.run({ language: other }) },
  ];
}

/** Makes a task for today of what was typed. */
export function useQuickTask(): (title: string) => Entry {
  const day = useToday();
  const show = useToast();
  const create = useRun("tasks.create", { onDone: (task) => show({ tone: "success", title: m.palette_task_added({ title: task.title }) }) });
  return (title) => ({ id: "quick-task", icon: CalendarPlus, name: m.palette_add_task({ title }), also: [], run: () => create.run({ title, due_on: day }) });
}
