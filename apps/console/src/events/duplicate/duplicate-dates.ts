import type { EventInput } from '@onsale/contracts';
import { daysLater, momentOf, type WallClock } from '@onsale/i18n';
import { zoneOf } from '../form/event-form.ts';

/** When the copies of an event start (ISO 8601), by the clock of its zone: the first, and then weekly. */
export function duplicateDates(
  event: Pick<EventInput, 'startsAt' | 'timeZone'>,
  { first, count }: { first: WallClock; count: number },
): string[] {
  const timeZone = zoneOf(event);
  return Array.from({ length: count }, (_, week) =>
    momentOf(daysLater(first, 7 * week), timeZone),
  ).filter((moment) => moment !== undefined);
}
