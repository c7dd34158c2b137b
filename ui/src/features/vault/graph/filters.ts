/// Which kinds of points the graphs show besides notes; remembered on this machine.
import { useState } from "react";

export interface GraphFilters {
  tags: boolean;
  attachments: boolean;
  unresolved: boolean;
}

const KEY = "hisho.graph";
const FIRST: GraphFilters = { tags: false, attachments: false, unresolved: true };

function kept(): GraphFilters {
  try {
    const read: unknown = JSON.parse(localStorage.getItem(KEY) ?? "null");
    if (typeof read !== "object" || read === null) return FIRST;
    const of = (name: keyof GraphFilters) => ((read as Partial<Record<string, unknown>>)[name] === undefined ? FIRST[name] : (read as Record<string, unknown>)[name] === true);
    return { tags: of("tags"), attachments: of("attachments"), unresolved: of("unresolved") };
  } catch {
    return FIRST;
  }
}

/** The filters, and the function that changes one. */
export function useGraphFilters(): [GraphFilters, (name: keyof GraphFilters, on: boolean) => void] {
  const [filters, setFilters] = useState(kept);
  return [
    filters,
    (name, on) => {
      const next = { ...filters, [name]: on };
      localStorage.setItem(KEY, JSON.stringify(next));
      setFilters(next);
    },
  ];
}
