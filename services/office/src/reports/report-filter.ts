import type { ReportQuery } from '@onsale/contracts';
import type { ReportFilter } from '@onsale/records';
import { type Actor, eventsWith } from '../access/actor.ts';
import { requireRight } from '../access/authorize.ts';

/** Which events and days a member asks for, of those that they may see. Throws `ApiError` 403. */
export function filterOf(actor: Actor, { eventId, from, to }: ReportQuery): ReportFilter {
  if (eventId !== undefined) {
    requireRight(actor, 'reports.read', eventId);
    return { eventIds: [eventId], from, to };
  }
  const events = eventsWith(actor, 'reports.read');
  return { eventIds: events === 'all' ? undefined : [...events], from, to };
}
