import { atVenue, formatMinute } from '@onsale/i18n';

/** "Fri, 18 Jun 2027, 20:00 CEST", by the clock at the venue, whose zone is named. */
export function startOf(event: { startsAt: string; timeZone?: string | undefined }): string {
  if (event.timeZone !== undefined) return formatMinute(event.startsAt, event.timeZone);
  const { long, hours } = atVenue(event);
  return `${long}, ${hours}`;
}
