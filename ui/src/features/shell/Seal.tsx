/// The app's mark: 秘 cut into a square seal, in ink indigo. Vermilion is kept for approvals.
export function Seal({ size = 28 }: { size?: number }) {
  return (
    <svg width={size} height={size} viewBox="0 0 28 28" aria-hidden className="shrink-0">
      <rect x="1" y="1" width="26" height="26" rx="6.5" className="fill-accent" />
      <g className="stroke-on-accent" strokeWidth="1.9" strokeLinecap="round" fill="none">
        <path d="M11.6 6.6 6.4 8.3M9.1 7.7v13.4M6 11.4h6.2M9 12.2l-3 4.6M9.4 12.6l2.5 3.1" />
        <path d="M15.2 11.4c-.3 1.7-.8 3-1.6 4.2M16.8 8.2l2.2 2.4M21.9 8.4c-1.3 4.9-3.8 8.7-7.7 11.6M17.2 11.9v7.1c0 1.5.6 2 2 2h.7c1.6 0 2.2-.6 2.3-2.4M21.3 13.1l1.5 3" />
      </g>
    </svg>
  );
}
