import type { ReactNode } from 'react';

/** What an answer looks like: its kind, or that a person has decided. */
export type AnswerLook =
  | 'welcome'
  | 'already_in'
  | 'not_valid'
  | 'not_yet'
  | 'undecided'
  | 'undone';

/**
 * The sign of an answer. Each has an outline of its own, so that it is known at arm's length without its colour: a
 * disc, two sheets, an octagon, the face of a clock, a triangle, an arrow.
 */
export function AnswerSymbol({ look, className }: { look: AnswerLook; className?: string }) {
  return (
    <svg viewBox="0 0 48 48" aria-hidden="true" className={className}>
      {SIGNS[look]}
    </svg>
  );
}

const LINE = {
  fill: 'none',
  stroke: 'currentColor',
  strokeWidth: 5,
  strokeLinecap: 'square',
  strokeLinejoin: 'miter',
} as const;
/** On what is filled. */
const CUT = { ...LINE, stroke: 'var(--sign-cut)' } as const;
const FILL = { fill: 'currentColor' } as const;

const SIGNS: Record<AnswerLook, ReactNode> = {
  welcome: (
    <>
      <circle cx="24" cy="24" r="23" {...FILL} />
      <path d="M13.5 25l7.5 7.5 14-16" {...CUT} strokeWidth="6" />
    </>
  ),
  already_in: (
    <>
      <path d="M14 8V2.5h31.5V34H40" {...LINE} />
      <path d="M0 12h34v34H0z" {...FILL} />
      <path d="M17 18v13M17 36v4" {...CUT} strokeWidth="6" strokeLinecap="butt" />
    </>
  ),
  not_valid: (
    <>
      <path d="M14.5 1h19L47 14.5v19L33.5 47h-19L1 33.5v-19z" {...FILL} />
      <path d="M15.5 15.5l17 17M32.5 15.5l-17 17" {...CUT} strokeWidth="6" />
    </>
  ),
  not_yet: (
    <>
      <circle cx="24" cy="24" r="20.5" {...LINE} />
      <path d="M24 12v13l8 5" {...LINE} />
    </>
  ),
  undecided: (
    <>
      <path d="M24 1.5L47.5 45H.5z" {...FILL} />
      <path
        d="M18.5 22c0-3 2.5-5 5.5-5s5.5 2 5.5 4.800c0 3.700-5.5 4-5.5 8.200"
        {...CUT}
        strokeWidth="4"
        strokeLinecap="butt"
      />
      <path d="M24 34.5v5" {...CUT} strokeWidth="5" strokeLinecap="butt" />
    </>
  ),
  undone: (
    <>
      <path d="M8 16h22a11.5 11.5 0 0 1 0 23H12" {...LINE} />
      <path d="M18 4L6 16l12 12" {...LINE} />
    </>
  ),
};
