/** A date as a ticket prints it. */
export interface PrintedDate {
  day: string;
  month: string;
  year: string;
  weekday: string;
  time: string;
  long: string;
}

/**
 * The date and time on the wall of the venue, wherever the buyer is: the text carries the venue's
 * offset (2027-06-18T16:00:00+02:00), so its own digits are read as they stand.
 */
export function atVenue(startsAt: string): PrintedDate {
  const wall = new Date(`${startsAt.slice(0, 16)}Z`);
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: 'UTC', ...options }).format(wall);
  return {
    day: part({ day: '2-digit' }),
    month: part({ month: 'short' }),
    year: part({ year: 'numeric' }),
    weekday: part({ weekday: 'long' }),
    time: part({ hour: '2-digit', minute: '2-digit' }),
    long: part({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  };
}

/** A moment of the buyer's own, in the buyer's time. */
export function formatMoment(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(iso),
  );
}
