/** Where the line of the benchmarks is. */
export const LINE_PATH = '/lines/noon';

/** An event whose line is always open. */
export const LINE_CATALOG = `events:
  - id: noon
    name: Noon
    venue: Hall
    startsAt: 2087-07-01T20:00:00+02:00
    currency: EUR
    waitingRoom: { opens: always, placesPerNetwork: 1000000 }
    tickets:
      - { id: noon-seat, name: Seat, type: adult, price: 80, capacity: 1500 }
      - { id: noon-standing, name: Standing, type: adult, price: 45, capacity: 500 }
`;
