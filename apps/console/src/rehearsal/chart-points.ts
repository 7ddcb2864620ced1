import type { RehearsalRun } from '@onsale/api-client';
import type { LinePoint } from '../line/line-points.ts';

/** A rehearsal so far as a chart of a line takes it: who waits, and sums of what became of people. */
export function chartPoints({
  seconds,
  opensAt,
}: Pick<RehearsalRun, 'seconds' | 'opensAt'>): LinePoint[] {
  const opensAtMs = opensAt === undefined ? 0 : Date.parse(opensAt);
  const sums = { admitted: 0, served: 0 };
  return seconds.map(({ atS, waiting, admitted, confirmed }) => {
    sums.admitted += admitted;
    sums.served += confirmed;
    return { atMs: opensAtMs + atS * 1000, waiting, turns: 0, joined: 0, left: 0, ...sums };
  });
}

/** Seconds since the opening as a clock: 1:05, and −0:12 before it. */
export function timeOf(atS: number): string {
  const s = Math.abs(Math.round(atS));
  return `${atS < 0 ? '−' : ''}${Math.floor(s / 60)}:${String(s % 60).padStart(2, '0')}`;
}
