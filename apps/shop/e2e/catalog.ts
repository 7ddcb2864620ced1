/** What the tests sell: a big show with four ticket types, and a small one that is soon sold out. */
export const CATALOG = `
events:
  - id: big-show
    name: The Big Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    description: An evening for everybody.
    currency: EUR
    tickets:
      - { id: seat, name: Seat, type: adult, description: In the stalls., price: 24.90, capacity: 5000 }
      - { id: seat-student, name: 'Seat, student', type: student, price: 12.5, capacity: 500 }
      - { id: box, name: Box, type: vip, price: 99, capacity: 8 }
      - { id: gone, name: Front row, type: vip, price: 120, capacity: 1 }
  - id: small-show
    name: The Small Show
    venue: Back Room, Ghent
    startsAt: 2087-03-01T19:30:00+01:00
    currency: EUR
    tickets:
      - { id: stool, name: Stool, type: adult, price: 8, capacity: 12 }
`;
