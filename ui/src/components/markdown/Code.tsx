/// Code and formulas. What draws them is loaded when the first one is seen; until then, and where it fails, their
/// source stands there.
import { Check, Copy } from "lucide-react";
import { useEffect, useRef, useState, type ComponentProps, type ReactElement, type ReactNode } from "react";
import { m } from "@/i18n";
import { IconButton } from "../Button";

type CodeProps = ComponentProps<"code">;

const textOf = (children: ReactNode): string => (Array.isArray(children) ? children : [children]).filter((child) => typeof child === "string").join("");

/** Code among words, code of a block, or a formula. */
export function Code({ className, children, ...rest }: CodeProps) {
  if (className?.includes("math-")) return <Formula source={textOf(children)} display={className.includes("math-display")} />;
  const language = /language-(\S+)/.exec(className ?? "")?.[1];
  if (language === undefined) return <code {...rest}>{children}</code>;
  return <Coloured {...rest} language={language} source={textOf(children)} />;
}

function Coloured({ language, source, ...rest }: { language: string; source: string } & CodeProps) {
  const [drawn, setDrawn] = useState<{ source: string; words: ReactNode } | null>(null);
  useEffect(() => {
    let wanted = true;
    import("./highlight").then(
      ({ highlighted }) => wanted && setDrawn({ source, words: highlighted(source, language) }),
      () => wanted && setDrawn(null),
    );
    return () => {
      wanted = false;
    };
  }, [source, language]);
  return <code {...rest}>{drawn?.source === source ? drawn.words : source}</code>;
}

/** The block that code stands in, with the button that copies it. */
export function CodeBlock({ children, ...rest }: ComponentProps<"pre">) {
  const inner = (Array.isArray(children) ? children : [children])[0] as ReactElement<CodeProps> | undefined;
  if (inner?.props?.className?.includes("math-display")) return <div className="formula">{children}</div>;
  return (
    <div className="code-block">
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- long lines are scrolled by the keyboard too */}
      <pre {...rest} tabIndex={0}>
        {children}
      </pre>
      <CopyCode source={textOf(inner?.props?.children)} />
    </div>
  );
}

const COPIED_MS = 1_600;

function CopyCode({ source }: { source: string }) {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  const copy = () => {
    navigator.clipboard.writeText(source).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return <IconButton size="sm" className="code-copy" icon={copied ? Check : Copy} label={copied ? m.markdown_copied() : m.markdown_copy()} onClick={copy} />;
}

function Formula({ source, display }: { source: string; display: boolean }) {
  const place = useRef<HTMLSpanElement>(null);
  const [problem, setProblem] = useState<string | null>(null);
  useEffect(() => {
    let wanted = true;
    import("./formula")
      .then(({ drawFormula }) => {
        if (wanted && place.current) setProblem(drawFormula(place.current, source, display));
      })
      .catch((why: unknown) => wanted && setProblem(String(why)));
    return () => {
      wanted = false;
    };
  }, [source, display]);
  return (
    <>
      {/* Its content belongs to the program that draws formulas, so React puts nothing into it. */}
      <span ref={place} hidden={problem !== null} />
      {problem !== null && (
        <code className="formula-problem" title={problem}>
          {source}
        </code>
      )}
    </>
  );
}
