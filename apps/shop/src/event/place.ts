import type { Event } from '@onsale/api-client';

/** Where an event takes place: the venue, and the city unless the venue names it. */
export function placeOf({ venue, city }: Pick<Event, 'venue' | 'city'>): string {
  return city === undefined || venue.includes(city) ? venue : `${venue}, ${city}`;
}
