import type { RehearsalReport } from '@onsale/contracts';

/** The time of day (UTC) of a second of the sale. */
export function clockAt({ opensAt }: Pick<RehearsalReport, 'opensAt'>, atS: number): string {
  return new Date(Date.parse(opensAt) + atS * 1000).toISOString().slice(11, 19);
}
