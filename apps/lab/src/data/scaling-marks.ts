import type { FleetChange } from '@onsale/contracts/fleet-changes';

/** A moment at which processes of a service came or went. */
export interface ScalingMark extends FleetChange {
  timeS: number;
}

/** "gateway 1 → 2", or "gateway: 1 replaced" where as many came as went. */
export function describeMark({ service, from, to, came }: ScalingMark): string {
  return from === to ? `${service}: ${came} replaced` : `${service} ${from} → ${to}`;
}

/** The marks of a span of time, oldest first. */
export function marksWithin(
  marks: readonly ScalingMark[],
  { fromS, toS }: { fromS: number; toS: number },
): ScalingMark[] {
  return marks.filter(({ timeS }) => timeS >= fromS && timeS <= toS);
}
