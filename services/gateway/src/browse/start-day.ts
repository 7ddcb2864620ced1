import type { EventDocument } from '@onsale/ledger';

/**
 * The day on which an event starts where it takes place: 2087-05-01. Without a time zone, its time
 * has the offset of that place.
 */
export function startDayOf({ startsAt, timeZone }: EventDocument): string {
  if (timeZone === undefined) return startsAt.slice(0, 'YYYY-MM-DD'.length);
  return Temporal.Instant.from(startsAt).toZonedDateTimeISO(timeZone).toPlainDate().toString();
}
