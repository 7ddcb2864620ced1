import type { RunSpan } from './lab-feed.ts';

/** The whole of the newest run, or the last so many seconds. */
export type WindowChoice = 'run' | 60 | 600 | 3600;

export interface ChartWindow {
  fromS: number;
  toS: number;
  /** Where the time axis has its 0; undefined: it shows the time of day. */
  originS: number | undefined;
}

/** A run of a second would otherwise be a line from edge to edge. */
const LEAST_RUN_S = 20;
/** What is shown of the time after a run: orders that were still in line. */
const AFTER_RUN_S = 5;
/** What is shown where there is no run. */
const QUIET_S = 60;

/** The time that the charts show now. */
export function chartWindow(
  choice: WindowChoice,
  run: Pick<RunSpan, 'startS' | 'endS'> | undefined,
  nowS: number,
): ChartWindow {
  if (choice !== 'run') return { fromS: nowS - choice, toS: nowS, originS: undefined };
  if (run === undefined) return { fromS: nowS - QUIET_S, toS: nowS, originS: undefined };
  const endS = Math.min(nowS, (run.endS ?? nowS) + AFTER_RUN_S);
  return {
    fromS: run.startS,
    toS: Math.max(endS, run.startS + LEAST_RUN_S),
    originS: run.startS,
  };
}
