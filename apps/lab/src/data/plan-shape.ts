import { durationOf, highestRateOf, type Segment } from '@onsale/contracts/load-plan';

export interface Point {
  x: number;
  y: number;
}

/** The corners of a plan's line in a box whose origin is above left, as SVG has it. */
export function planCorners(
  segments: readonly Segment[],
  box: { width: number; height: number },
): Point[] {
  const wholeS = durationOf(segments);
  const highest = highestRateOf(segments);
  if (!(wholeS > 0)) return [];
  const corners: Point[] = [];
  let startS = 0;
  for (const { durationS, fromRps, toRps } of segments) {
    for (const [atS, rps] of [
      [startS, fromRps],
      [startS + durationS, toRps],
    ] as const) {
      corners.push({
        x: (atS / wholeS) * box.width,
        y: box.height * (1 - (highest > 0 ? rps / highest : 0)),
      });
    }
    startS += durationS;
  }
  return corners.filter(
    (corner, i) => corner.x !== corners[i - 1]?.x || corner.y !== corners[i - 1]?.y,
  );
}

/** The same as the `points` of an SVG polyline. */
export function planPoints(corners: readonly Point[]): string {
  return corners.map(({ x, y }) => `${round(x)},${round(y)}`).join(' ');
}

function round(value: number): number {
  return Math.round(value * 100) / 100;
}
