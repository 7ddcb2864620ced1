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
 * The date and time on the wall of the venue, wherever the buyer is: in the time zone of the event.
 * Without one the digits are read as they stand, since the text carries the venue's offset
 * (2027-06-18T16:00:00+02:00).
 */
export function atVenue({
  startsAt,
  timeZone,
}: {
  startsAt: string;
  timeZone?: string | undefined;
}): PrintedDate {
  const zone = isKnown(timeZone) ? timeZone : undefined;
  const wall = zone === undefined ? `${startsAt.slice(0, 16)}Z` : startsAt;
  const part = (options: Intl.DateTimeFormatOptions) =>
    new Intl.DateTimeFormat('en-GB', { timeZone: zone ?? 'UTC', ...options }).format(
      new Date(wall),
    );
  return {
    day: part({ day: '2-digit' }),
    month: part({ month: 'short' }),
    year: part({ year: 'numeric' }),
    weekday: part({ weekday: 'long' }),
    time: part({ hour: '2-digit', minute: '2-digit' }),
    long: part({ weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' }),
  };
}

// An old browser may not know the newest names, such as Europe/Kyiv.
function isKnown(timeZone: string | undefined): boolean {
  try {
    return new Intl.DateTimeFormat('en-GB', { timeZone }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}

/** When a sale begins, in the buyer's time: nobody has to convert it to be there. */
export function formatMinute(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'short' }).format(
    new Date(iso),
  );
}

/** A moment of the buyer's own, in the buyer's time. */
export function formatMoment(iso: string): string {
  return new Intl.DateTimeFormat('en-GB', { dateStyle: 'medium', timeStyle: 'medium' }).format(
    new Date(iso),
  );
}
