/// A callout: a box with a sign, a title, and what it says; some fold.
import { Bug, ChevronRight, CircleAlert, CircleCheck, CircleHelp, ClipboardList, Flame, Info, ListTree, Pencil, Quote, SquareCheck, TriangleAlert, Zap } from "lucide-react";
import type { ComponentProps, ReactNode } from "react";
import type { Icon } from "../icon";
import type { CalloutLook } from "./callouts";

const SIGN: Record<CalloutLook, Icon> = {
  note: Pencil,
  abstract: ClipboardList,
  info: Info,
  todo: SquareCheck,
  tip: Flame,
  success: CircleCheck,
  question: CircleHelp,
  warning: TriangleAlert,
  failure: CircleAlert,
  danger: Zap,
  bug: Bug,
  example: ListTree,
  quote: Quote,
};

type BlockProps = ComponentProps<"div"> & { "data-callout"?: CalloutLook; "data-callout-body"?: string; "data-fold"?: string; "data-line"?: string };

/** A plain block, or a callout of the title and the body that it holds. */
export function Block({ "data-callout": look, "data-fold": fold, children, ...rest }: BlockProps) {
  if (look === undefined) {
    return (
      <div {...rest} className={rest["data-callout-body"] === undefined ? rest.className : "callout-body"}>
        {children}
      </div>
    );
  }
  const [title, ...body] = (Array.isArray(children) ? (children as ReactNode[]) : [children]).filter((child) => typeof child !== "string");
  const Sign = SIGN[look];
  if (fold === "+" || fold === "-") {
    return (
      <details data-line={rest["data-line"]} className="callout" data-look={look} open={fold === "+"}>
        <summary className="callout-head">
          <Sign size={17} aria-hidden />
          {title}
          <ChevronRight size={16} className="callout-turn" aria-hidden />
        </summary>
        {body}
      </details>
    );
  }
  return (
    <div {...rest} className="callout" data-look={look}>
      <div className="callout-head">
        <Sign size={17} aria-hidden />
        {title}
      </div>
      {body}
    </div>
  );
}
