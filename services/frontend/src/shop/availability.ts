import type { Ticket } from '@onsale/contracts';

/** So few that the number itself is the news. */
const FEW = 10;
const FEW_SHARE = 0.05;

export type Availability = 'plenty' | 'few' | 'gone';

export function availabilityOf({ remaining, capacity }: Pick<Ticket, 'remaining' | 'capacity'>) {
  if (remaining <= 0) return 'gone';
  return remaining <= Math.max(FEW, capacity * FEW_SHARE) ? 'few' : 'plenty';
}
