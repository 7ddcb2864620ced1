import type { ReportQuery } from '@onsale/contracts';
import type { ReportFilter } from '@onsale/records';
import { type Actor, eventsWith } from '../access/actor.ts';
import { requireRight } from '../access/authorize.ts';
import { dayIn } from '../access/moment.ts';

/** Which events and days a member asks for, of those that they may see. Throws `ApiError` 400, 403. */
export function filterOf(actor: Actor, { eventId, ...period }: ReportQuery): ReportFilter {
  const from = dayIn('from', period.from);
  const to = dayIn('to', period.to);
  if (eventId !== undefined) {
    requireRight(actor, 'reports.read', eventId);
    return { eventIds: [eventId], from, to };
  }
  const events = eventsWith(actor, 'reports.read');
  return { eventIds: events === 'all' ? undefined : [...events], from, to };
}
