/// A link to a place of this app, given as its path.
import { Link } from "@tanstack/react-router";
import type { ComponentPropsWithRef } from "react";

export interface AppLinkProps extends Omit<ComponentPropsWithRef<"a">, "href"> {
  /** The path of the place, as `/plans/0198…`. */
  to: string;
  search?: Record<string, string | number>;
}

export function AppLink({ to, search, ...rest }: AppLinkProps) {
  // The router types its links by its own tree; here the path is already whole, so there is nothing to fill in.
  return <Link {...rest} to={to as never} search={(search ?? {}) as never} />;
}
