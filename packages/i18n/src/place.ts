/** Where an event takes place: the venue, and the city unless the venue names it, as many do. */
export function placeOf({
  venue,
  city = '',
}: {
  venue: string;
  city?: string | undefined;
}): string {
  return city === '' || venue.includes(city) ? venue : `${venue}, ${city}`;
}
