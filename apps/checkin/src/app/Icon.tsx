/** Drawn in 24 by 24, with lines that a thumb's length away are still seen. */
const PATHS = {
  search: 'M10.5 3.5a7 7 0 1 0 0 14a7 7 0 1 0 0-14 M15.8 15.8l5.7 5.7',
  type: 'M2 5.5h20v13H2z M5.5 9h1.5M9.5 9h1.5M13.5 9h1.5M17.5 9h1.5M7 15h10',
  torch: 'M7 2.5h10v4l-2.5 4v11h-5v-11L7 6.5z M7 6.5h10 M12 12.5v3',
  flip: 'M3 7h4l2-2.5h6L17 7h4v12.5H3z M8.5 13.5a3.5 3.5 0 0 1 6-2.400 M15.5 13a3.5 3.5 0 0 1-6 2.400 M14.700 8.900v2.400h-2.400 M9.300 17.600v-2.400h2.400',
  more: 'M4 6h16M4 12h16M4 18h16',
  close: 'M5 5l14 14M19 5L5 19',
  offline: 'M2 9a15 15 0 0 1 20 0 M5.5 13a10 10 0 0 1 13 0 M9 17a5 5 0 0 1 6 0 M4 3l16 18',
  online: 'M2 9a15 15 0 0 1 20 0 M5.5 13a10 10 0 0 1 13 0 M9 17a5 5 0 0 1 6 0 M12 20.5v.5',
  scanner: 'M2 4v16M6 4v16M9.5 4v16M14 4v16M17 4v16M22 4v16',
  qr: 'M3 3h7v7H3z M14 3h7v7h-7z M3 14h7v7H3z M14 14h3v3h-3z M20 14v3 M14 20.5h3 M20 20v1',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, className }: { name: IconName; className?: string | undefined }) {
  return (
    <svg
      viewBox="0 0 24 24"
      aria-hidden="true"
      className={className}
      fill="none"
      stroke="currentColor"
      strokeWidth="2"
      strokeLinecap="square"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
