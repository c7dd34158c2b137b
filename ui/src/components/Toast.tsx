/// Short words at the corner of the window about what just happened, with at most one thing to do about it.
import { CircleAlert, CircleCheck, Info, X } from "lucide-react";
import { Toast as Radix } from "radix-ui";
import { createContext, use, useState, type ReactNode } from "react";
import { m } from "@/i18n";
import { cx } from "./cx";

export type ToastTone = "info" | "success" | "error";

export interface ToastWords {
  title: string;
  description?: string;
  tone?: ToastTone;
  action?: { label: string; run: () => void };
}

/** Shows a toast. */
export type ShowToast = (words: ToastWords) => void;

interface Shown extends ToastWords {
  key: number;
  open: boolean;
}

const MOST_AT_ONCE = 2;
const ICON = { info: Info, success: CircleCheck, error: CircleAlert };
const TINT: Record<ToastTone, string> = { info: "text-accent-ink", success: "text-green", error: "text-red" };

const ToastContext = createContext<ShowToast | null>(null);

/** Gives the function that shows a toast. */
export function useToast(): ShowToast {
  const show = use(ToastContext);
  if (!show) throw new Error("no toasts above this component");
  return show;
}

let lastKey = 0;

export function ToastProvider({ children }: { children: ReactNode }) {
  const [toasts, setToasts] = useState<Shown[]>([]);
  const show: ShowToast = (words) => {
    lastKey += 1;
    const added = { ...words, key: lastKey, open: true };
    setToasts((before) => [...before.filter((toast) => toast.open).slice(1 - MOST_AT_ONCE), added]);
  };
  const close = (key: number) => setToasts((before) => before.map((toast) => (toast.key === key ? { ...toast, open: false } : toast)));

  return (
    <ToastContext value={show}>
      <Radix.Provider label={m.toast_region()} swipeDirection="right">
        {children}
        {toasts.map(({ key, open, title, description, tone = "info", action }) => {
          const Glyph = ICON[tone];
          return (
            <Radix.Root
              key={key}
              open={open}
              onOpenChange={(next) => !next && close(key)}
              type={tone === "error" ? "foreground" : "background"}
              duration={tone === "error" ? 12_000 : action ? 9_000 : 5_000}
              className="rise flex items-start gap-3 rounded-lg border border-line bg-raised py-3 ps-4 pe-2 shadow-3"
            >
              <Glyph size={18} className={cx("mt-0.5 shrink-0", TINT[tone])} aria-hidden />
              <div className="min-w-0 flex-1">
                <Radix.Title className="text-base font-medium wrap-anywhere">{title}</Radix.Title>
                {description && <Radix.Description className="mt-0.5 text-sm text-ink-2 wrap-anywhere">{description}</Radix.Description>}
              </div>
              {action && (
                <Radix.Action altText={action.label} onClick={action.run} className="chrome min-h-8 shrink-0 rounded-md px-2.5 text-sm font-medium text-accent-ink hover:bg-hover">
                  {action.label}
                </Radix.Action>
              )}
              <Radix.Close aria-label={m.action_close()} className="grid size-8 shrink-0 place-items-center rounded-md text-ink-3 hover:bg-hover hover:text-ink">
                <X size={15} aria-hidden />
              </Radix.Close>
            </Radix.Root>
          );
        })}
        <Radix.Viewport className="fixed end-4 bottom-(--toast-room,1rem) z-50 flex w-[min(26rem,calc(100vw-2rem))] flex-col gap-2 outline-none" />
      </Radix.Provider>
    </ToastContext>
  );
}
