/// Tells the person, wherever they are, when a budget comes to where it warns, or to its end.
import { useNavigate } from "@tanstack/react-router";
import { useEffect, useEffectEvent } from "react";
import type { Budget } from "@/api";
import { useToast } from "@/components";
import { formatNumber, m } from "@/i18n";
import { useHost } from "@/platform";
import { standing } from "./figures";

export function useBudgetWarnings(): void {
  const host = useHost();
  const show = useToast();
  const navigate = useNavigate();
  const tell = useEffectEvent((budget: Budget) => {
    const spent = standing(budget) === "spent";
    show({
      tone: spent ? "error" : "info",
      title: spent ? m.usage_spent_title() : m.usage_warned_title({ percent: formatNumber(budget.percent) }),
      action: { label: m.usage_open(), run: () => void navigate({ to: "/usage" }) },
    });
  });
  useEffect(() => host.onEvent((event) => event?.type === "budget" && tell(event.budget)), [host]);
}
