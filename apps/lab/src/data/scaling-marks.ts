import type { Fleet } from '@onsale/api-client';

/** A moment at which processes of a service came or went. */
export interface ScalingMark {
  timeS: number;
  service: string;
  from: number;
  to: number;
  /** What the autoscaler said of the service then. */
  reason: string | null;
}

type Counted = Pick<Fleet['services'][number], 'service' | 'living' | 'reason'>;

/** What has changed between two messages of the fleet; nothing is known before the first. */
export function marksBetween(
  before: readonly Counted[] | undefined,
  after: readonly Counted[],
  timeS: number,
): ScalingMark[] {
  if (before === undefined) return [];
  const counts = new Map(before.map(({ service, living }) => [service, living]));
  const gone = before
    .filter(({ service }) => after.every((other) => other.service !== service))
    .map(({ service }) => ({ service, living: 0, reason: null }));
  return [...after, ...gone].flatMap(({ service, living, reason }) => {
    const from = counts.get(service) ?? 0;
    return from === living ? [] : [{ timeS, service, from, to: living, reason }];
  });
}

/** The marks of a span of time, oldest first. */
export function marksWithin(
  marks: readonly ScalingMark[],
  { fromS, toS }: { fromS: number; toS: number },
): ScalingMark[] {
  return marks.filter(({ timeS }) => timeS >= fromS && timeS <= toS);
}
