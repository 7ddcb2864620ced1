const CITIES = ['Basel', 'Ghent', 'Köln', 'Lyon', 'Porto'];
const CATEGORIES = ['concert', 'museum', 'theatre', 'festival'];

/** A catalog of 500 events, one a day from the first of January 2087. */
export const MANY_EVENTS = `
events:
${Array.from({ length: 500 }, (_, i) => eventOf(i)).join('\n')}
`;

/** The name of an event, by its place in the list. */
export function nameOf(i: number): string {
  return `Evening ${i + 1}${i === 321 ? ' of Añoranza' : ''}`;
}

function eventOf(i: number): string {
  const day = new Date(Date.UTC(2087, 0, 1 + i)).toISOString().slice(0, 10);
  return `
  - id: evening-${i + 1}
    name: ${nameOf(i)}
    venue: Hall ${(i % 7) + 1}
    city: ${CITIES[i % CITIES.length]}
    category: ${CATEGORIES[i % CATEGORIES.length]}
    timeZone: Europe/Berlin
    startsAt: ${day}T20:00:00+01:00
    currency: EUR
    ${i === 0 ? '' : `picture: ${i === 2 ? '/nothing.png' : '/favicon.svg'}`}
    tickets:
      - { id: seat-${i + 1}, name: Seat, type: adult, price: ${10 + (i % 90)}, capacity: ${i === 3 ? 4 : 300} }`;
}
