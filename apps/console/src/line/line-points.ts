import type { LineCounts, LiveLine } from '@onsale/api-client';

/** A moment of a line as charts take it. */
export interface LinePoint extends Omit<LineCounts, 'at'> {
  atMs: number;
}

/** How a line has gone on until now, the oldest first. */
export function linePoints(history: readonly LineCounts[], now: LiveLine): LinePoint[] {
  const points = history.map(({ at, ...counts }) => ({ atMs: Date.parse(at), ...counts }));
  const last = points.at(-1);
  const atMs = Date.parse(now.at);
  // What was kept meanwhile is newer than what the stream told last.
  if (last === undefined || last.atMs >= atMs) return points;
  return [...points, { atMs, ...countsOf(now) }];
}

function countsOf({ told, slowed, joined, admitted, served, left }: LiveLine) {
  const { lobby = 0, waiting = 0, turns = 0 } = told ?? {};
  return { waiting: lobby + waiting + slowed, turns, joined, admitted, served, left };
}

/** At most so many of them, evenly chosen, the first and the last among them: for tables to read. */
export function fewer(points: readonly LinePoint[], most: number): LinePoint[] {
  if (points.length <= most) return [...points];
  const step = (points.length - 1) / (most - 1);
  return Array.from({ length: most }, (_, i) => points[Math.round(i * step)]).filter(
    (point) => point !== undefined,
  );
}
