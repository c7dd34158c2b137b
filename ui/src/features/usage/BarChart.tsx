/// Bars of days, to be seen at a glance; the same figures stand in a table for whoever cannot see them.
import { useId } from "react";
import { useToday } from "@/api";
import { formatDay, m } from "@/i18n";
import { topOf, type Bar } from "./figures";

export interface BarChartProps {
  bars: readonly Bar[];
  /** What is shown, as the chart's name. */
  label: string;
  /** A value as a person reads it. */
  say: (value: number) => string;
}

const HEIGHT = 160;
const STEP = 20;

export function BarChart({ bars, label, say }: BarChartProps) {
  const id = useId();
  const today = useToday();
  const top = topOf(bars.map(({ value }) => value));
  const width = bars.length * STEP;
  const daysOf = ({ from, to }: Bar) => (from === to ? formatDay(from, today) : m.usage_days({ from: formatDay(from, today), to: formatDay(to, today) }));
  const [first, last] = [bars[0], bars.at(-1)];
  return (
    <figure>
      <div className="flex gap-3">
        <div aria-hidden className="flex flex-col justify-between text-end text-xs text-ink-3 tabular-nums">
          <span className="-mt-2">{say(top)}</span>
          <span>{say(0)}</span>
        </div>
        <div className="min-w-0 flex-1">
          <svg role="img" aria-labelledby={id} viewBox={`0 0 ${width} ${HEIGHT}`} preserveAspectRatio="none" className="h-40 w-full border-b border-line">
            <title id={id}>{label}</title>
            {[0.5, 1].map((part) => (
              <line key={part} x1={0} x2={width} y1={HEIGHT * (1 - part) + 0.5} y2={HEIGHT * (1 - part) + 0.5} className="stroke-line" strokeDasharray="3 4" vectorEffect="non-scaling-stroke" />
            ))}
            {bars.map((bar, index) => {
              const height = (bar.value / top) * HEIGHT;
              return (
                <g key={bar.from} className="group">
                  <title>{`${daysOf(bar)}: ${say(bar.value)}`}</title>
                  <rect x={index * STEP} y={0} width={STEP} height={HEIGHT} className="fill-transparent group-hover:fill-hover" />
                  {/* What is there at all can be seen. */}
                  <rect x={index * STEP + 3} y={HEIGHT - Math.max(height, bar.value > 0 ? 2 : 0)} width={STEP - 6} height={Math.max(height, bar.value > 0 ? 2 : 0)} className="fill-accent" />
                </g>
              );
            })}
          </svg>
          <div aria-hidden className="mt-1 flex justify-between text-xs text-ink-3">
            <span>{first && formatDay(first.from, today)}</span>
            <span>{last && formatDay(last.to, today)}</span>
          </div>
        </div>
      </div>
      <table className="sr-only">
        <caption>{label}</caption>
        <tbody>
          {bars
            .filter(({ value }) => value > 0)
            .map((bar) => (
              <tr key={bar.from}>
                <th scope="row">{daysOf(bar)}</th>
                <td>{say(bar.value)}</td>
              </tr>
            ))}
        </tbody>
      </table>
    </figure>
  );
}
