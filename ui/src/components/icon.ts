/// What the kit takes as an icon: a component of lucide, or one that takes the same two properties.
import type { ComponentType } from "react";

export type Icon = ComponentType<{ size?: number | string; className?: string; "aria-hidden"?: boolean | "true" | "false" }>;
