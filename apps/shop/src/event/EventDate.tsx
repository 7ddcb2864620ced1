import type { Event } from '@onsale/api-client';
import { atVenue } from '@onsale/i18n';
import { lastDayOf } from './event-days.ts';
import classes from './EventDate.module.css';

/** The day of an event in large figures, or its first and last. */
export function EventDate({ event }: { event: Event }) {
  const first = atVenue(event);
  const lastDay = lastDayOf(event);
  const last = lastDay && atVenue({ startsAt: lastDay, timeZone: event.timeZone });
  const isOneMonth = !last || (last.month === first.month && last.year === first.year);
  return (
    <p className={classes.date}>
      <span className={classes.day}>
        {last && isOneMonth ? `${first.day}–${last.day}` : first.day}
      </span>
      <span>
        {first.month} {isOneMonth ? first.year : ''}
        {last && !isOneMonth ? ` – ${last.day} ${last.month} ${last.year}` : ''}
        <br />
        {first.weekday}, {first.time}
      </span>
    </p>
  );
}
