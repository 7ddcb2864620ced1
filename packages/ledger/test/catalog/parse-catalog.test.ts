import assert from 'node:assert/strict';
import { readFileSync } from 'node:fs';
import { test } from 'node:test';
import { REHEARSAL_EVENT } from '@onsale/contracts';
import { ticketsOf } from '../../src/catalog/catalog.ts';
import { CatalogError } from '../../src/catalog/catalog-error.ts';
import { parseCatalog, parseEvent } from '../../src/catalog/parse-catalog.ts';

const VALID = `# What is on sale.
events:
  - id: show
    name: Show
    venue: Hall
    startsAt: 2027-06-18T16:00:00+02:00
    currency: EUR
    tickets:
      - id: adult
        name: Adult
        type: adult
        price: 25.50
        capacity: 100
      - id: souvenir
        name: Souvenir
        type: adult
        price: 1200
        currency: JPY
        capacity: 5
`;

/** The problems of the valid catalog after one change. */
function problemsAfter(line: string | RegExp, replacement: string): readonly string[] {
  const text = VALID.replace(line, replacement);
  assert.notEqual(text, VALID, 'the change must match');
  return problemsOf(text);
}

function problemsOf(text: string): readonly string[] {
  try {
    parseCatalog(text, 'catalog.yaml');
  } catch (error) {
    assert.ok(error instanceof CatalogError, String(error));
    assert.equal(error.message, error.problems.join('\n'));
    return error.problems;
  }
  return [];
}

test('a catalog is read with its prices in minor units', () => {
  const catalog = parseCatalog(VALID, 'catalog.yaml');
  assert.equal(catalog.events[0]?.startsAt, '2027-06-18T16:00:00+02:00');
  assert.deepEqual(
    ticketsOf(catalog).map(({ id, eventId, priceMinor, currency, capacity }) => [
      ...[id, eventId, priceMinor, currency, capacity],
    ]),
    [
      ['adult', 'show', 2550, 'EUR', 100],
      ['souvenir', 'show', 1200, 'JPY', 5],
    ],
  );
});

test("the project's own catalog is valid", () => {
  const text = readFileSync(new URL('../../../../catalog.yaml', import.meta.url), 'utf8');
  const catalog = parseCatalog(text, 'catalog.yaml');
  // More than six, so that the shop offers search and filters.
  assert.equal(catalog.events.length, 12);
  assert.equal(catalog.seller?.terms?.version, 'demo-1');
  // What a first order of the README needs.
  const first = catalog.events.find(({ id }) => id === 'northern-static-cellar-9');
  assert.ok(first);
  assert.equal(first.tickets.find(({ id }) => id === 'cellar-standing')?.priceMinor, 3250);
  const { questions, termsVersion, paymentMethods } = first;
  assert.deepEqual([questions, termsVersion, paymentMethods], [undefined, undefined, undefined]);
  const rehearsals = catalog.events.filter(({ rehearsal }) => rehearsal === true);
  assert.deepEqual(
    rehearsals.map(({ id }) => id),
    [REHEARSAL_EVENT, 'rehearsal-line', 'rehearsal-few'],
  );
  assert.equal(
    ticketsOf({ events: rehearsals }).reduce((sum, { capacity }) => sum + capacity, 0),
    10_001_200,
  );
  assert.equal(new Set(ticketsOf(catalog).map((ticket) => ticket.currency)).size, 5);
  const capacities = ticketsOf(catalog).map((ticket) => ticket.capacity);
  assert.equal(Math.min(...capacities), 40);
  assert.equal(Math.max(...capacities), 6_000_000);
});

test('a negative price is refused with its line', () => {
  assert.deepEqual(problemsAfter('price: 25.50', 'price: -0.01'), [
    'catalog.yaml:12: events[0].tickets[0].price must not be negative, but is -0.01',
  ]);
});

test('a duplicate ticket id is refused with the line of the second one', () => {
  assert.deepEqual(problemsAfter('id: souvenir', 'id: adult'), [
    'catalog.yaml:14: events[0].tickets[1].id adult is used twice; ticket ids must be unique',
  ]);
});

test('a duplicate event id is refused with the line of the second one', () => {
  const event = VALID.slice(VALID.indexOf('  - id: show')).replaceAll(
    /id: (adult|souv)/g,
    'id: b$1',
  );
  assert.deepEqual(problemsOf(VALID + event), [
    'catalog.yaml:20: events[1].id show is used twice; event ids must be unique',
  ]);
});

test('an unknown currency of an event or a ticket is refused with its line', () => {
  assert.deepEqual(problemsAfter('currency: EUR', 'currency: EURO'), [
    'catalog.yaml:7: events[0].currency "EURO" is not an ISO 4217 currency code',
  ]);
  assert.deepEqual(problemsAfter('currency: JPY', 'currency: yen'), [
    'catalog.yaml:18: events[0].tickets[1].currency "yen" is not an ISO 4217 currency code',
  ]);
});

test('an unknown field is refused with its line', () => {
  assert.deepEqual(problemsAfter('capacity: 5', 'capacity: 5\n        colour: red'), [
    'catalog.yaml:20: events[0].tickets[1].colour is not a field of the catalog',
  ]);
  assert.deepEqual(problemsAfter('venue: Hall', 'venue: Hall\n    __proto__: { a: 1 }'), [
    'catalog.yaml:6: events[0].__proto__ is not a field of the catalog',
  ]);
});

test('a missing field is refused with the line of its parent', () => {
  assert.deepEqual(problemsAfter('        capacity: 5\n', ''), [
    'catalog.yaml:14: events[0].tickets[1] lacks capacity',
  ]);
});

test('a price with more decimals than its currency is refused with its line', () => {
  const sentence = 'must be an amount';
  assert.deepEqual(problemsAfter('price: 25.50', 'price: 25.505'), [
    `catalog.yaml:12: events[0].tickets[0].price ${sentence} such as 25.50 EUR, not 25.505`,
  ]);
  assert.deepEqual(problemsAfter('price: 1200', 'price: 1200.5'), [
    `catalog.yaml:17: events[0].tickets[1].price ${sentence} such as 2550 JPY, not 1200.5`,
  ]);
});

test('an invalid price is refused with its line', () => {
  for (const price of ['free', '1e3', '0x10', '.inf', '90071992547409.91', '[1]', '']) {
    const [problem, ...more] = problemsAfter('price: 25.50', `price: ${price}`);
    assert.match(String(problem), /^catalog\.yaml:12: events\[0\]\.tickets\[0\]\.price /, price);
    assert.deepEqual(more, []);
  }
});

test('an invalid capacity is refused with its line', () => {
  for (const capacity of ['-1', '1.5', 'many', '1000000001', '']) {
    const [problem] = problemsAfter('capacity: 5', `capacity: ${capacity}`);
    assert.match(String(problem), /^catalog\.yaml:19: events\[0\]\.tickets\[1\]\.capacity must/);
  }
});

test('an id with characters unsafe in keys is refused with its line', () => {
  assert.deepEqual(problemsAfter('id: souvenir', 'id: sou:venir'), [
    'catalog.yaml:14: events[0].tickets[1].id must be 1 to 64 characters of a-z, 0-9 and -, not "sou:venir"',
  ]);
});

test('a start time without a UTC offset is refused with its line', () => {
  const [problem] = problemsAfter('+02:00', '');
  assert.match(String(problem), /^catalog\.yaml:6: events\[0\]\.startsAt must be a time/);
});

test('all problems of a catalog are reported, not only the first', () => {
  const text = VALID.replace('price: 25.50', 'price: -1').replace('JPY', 'yen');
  assert.equal(problemsOf(text).length, 2);
});

test('broken YAML is refused with its line', () => {
  const [indent] = problemsAfter('    venue: Hall', '   venue: Hall');
  assert.match(String(indent), /^catalog\.yaml:5: Sequence item without - /);
  const [twice] = problemsAfter('venue: Hall', 'name: Other');
  assert.match(String(twice), /^catalog\.yaml:5: Map keys must be unique/);
  // The end of the file is reported, because nobody can know where the quote should have ended.
  const [open] = problemsAfter('venue: Hall', "venue: 'Hall");
  assert.match(String(open), /^catalog\.yaml:20: Missing closing 'quote/);
});

const FULL = VALID.replace('events:', '# all fields\nevents:')
  .replace(
    '    currency: EUR\n',
    `    currency: EUR
    city: Basel
    category: concert
    timeZone: Europe/Zurich
    picture: /pictures/show.jpg
    endsAt: 2027-06-18T22:00:00+02:00
    doorsAt: 2027-06-18T15:00:00+02:00
    namesUntil: 2027-06-18T12:00:00+02:00
    salesFrom: 2027-01-01T10:00:00+01:00
    paymentMethods: [online]
    holdMinutes: 10
    maxPerOrder: 8
    maxPerCustomer: 8
    taxRate: 8.1
    fee: 1.50
    termsVersion: 2027-1
    terms: https://shop.example/terms
    questions:
      - { id: shirt, text: Your size, type: choice, choices: [S, M], for: ticket }
    pools:
      - { id: hall, capacity: 100 }
`,
  )
  .replace(
    'type: adult\n        price: 25.50',
    'type: adult\n        pool: hall\n        price: 25.50',
  );

test('the fields of an event are read as they are; what is missing stays out', () => {
  const [event] = parseCatalog(FULL, 'catalog.yaml').events;
  assert.ok(event);
  const { tickets, ...fields } = event;
  assert.deepEqual(fields, {
    ...{ id: 'show', name: 'Show', venue: 'Hall', city: 'Basel', category: 'concert' },
    ...{ description: '', currency: 'EUR', timeZone: 'Europe/Zurich' },
    picture: '/pictures/show.jpg',
    startsAt: '2027-06-18T16:00:00+02:00',
    endsAt: '2027-06-18T22:00:00+02:00',
    doorsAt: '2027-06-18T15:00:00+02:00',
    namesUntil: '2027-06-18T12:00:00+02:00',
    salesFrom: '2027-01-01T10:00:00+01:00',
    ...{ paymentMethods: ['online'], holdMinutes: 10, maxPerOrder: 8, maxPerCustomer: 8 },
    ...{ taxRate: 8.1, feeMinor: 150, termsVersion: '2027-1' },
    terms: 'https://shop.example/terms',
    questions: [
      {
        ...{ id: 'shirt', text: 'Your size', type: 'choice', choices: ['S', 'M'] },
        ...{ required: false, for: 'ticket' },
      },
    ],
    pools: [{ id: 'hall', capacity: 100 }],
  });
  assert.equal(tickets[0]?.pool, 'hall');
  assert.deepEqual(Object.keys(tickets[1] ?? {}), [
    ...['id', 'eventId', 'name', 'type', 'description', 'priceMinor', 'currency', 'capacity'],
  ]);
});

test('a contradiction within an event is refused with its line', () => {
  const problemsIn = (from: string, to: string) => problemsOf(FULL.replace(from, to));
  assert.deepEqual(problemsIn('22:00:00', '15:30:00'), [
    'catalog.yaml:13: events[0].endsAt must be after startsAt',
  ]);
  assert.deepEqual(problemsIn('pool: hall', 'pool: cellar'), [
    'catalog.yaml:28: events[0].pools[0] is a pool that no ticket type draws on',
    'catalog.yaml:33: events[0].tickets[0].pool "cellar" is not a pool of this event',
  ]);
  assert.deepEqual(problemsIn('type: choice', 'type: colour'), [
    'catalog.yaml:26: events[0].questions[0].type must be text or choice',
  ]);
  assert.deepEqual(problemsIn('maxPerOrder: 8', 'maxPerOrder: -8'), [
    'catalog.yaml:19: events[0].maxPerOrder must be >= 1',
  ]);
  assert.deepEqual(problemsIn('fee: 1.50', 'fee: 1.505'), [
    'catalog.yaml:22: events[0].fee must be an amount such as 25.50 EUR, not 1.505',
  ]);
});

test('a file with one event is read alike, in YAML and in JSON', () => {
  const input = {
    ...{ id: 'show', name: 'Show', venue: 'Hall', startsAt: '2027-06-18T16:00:00Z' },
    currency: 'EUR',
    tickets: [{ id: 'adult', name: 'Adult', type: 'adult', price: 25.5, capacity: 10 }],
  };
  const document = parseEvent(JSON.stringify(input, null, 2), 'event.json');
  assert.equal(document.tickets[0]?.priceMinor, 2550);
  const more = JSON.stringify({ ...input, price: 1 }, null, 2);
  assert.throws(
    () => parseEvent(more, 'event.json'),
    /event.json:16: price is not a field of an event/,
  );
});

test('a file that is not a catalog is refused', () => {
  for (const text of ['', '[]', 'tickets', '--- 1\n--- 2', 'events: []']) {
    assert.match(String(problemsOf(text)[0]), /^catalog\.yaml:\d+: /, text);
  }
});

test('a file whose aliases expand exponentially is refused', () => {
  const bomb = `a: &a [x, x, x, x, x, x, x, x, x, x]
b: &b [*a, *a, *a, *a, *a, *a, *a, *a, *a, *a]
c: &c [*b, *b, *b, *b, *b, *b, *b, *b, *b, *b]
events: [*c, *c, *c, *c, *c, *c, *c, *c]
`;
  assert.match(String(problemsOf(bomb)[0]), /^catalog\.yaml:\d+: /);
});

test('a date or time that does not exist is refused', () => {
  const days = ['2027-02-30', '2027-02-29', '2027-04-31', '2027-13-01', '2027-00-10', '2027-01-00'];
  const moments = [
    ...days.map((day) => `${day}T16:00:00+02:00`),
    ...['2027-06-18T24:00:00+02:00', '2027-06-18T16:60:00+02:00', '2027-06-18T16:00:00+24:00'],
  ];
  for (const moment of moments) {
    assert.deepEqual(problemsAfter('2027-06-18T16:00:00+02:00', moment), [
      'catalog.yaml:6: events[0].startsAt must be a time since 1971 with a UTC offset, such as 2027-06-18T16:00:00+02:00',
    ]);
  }
  const leapDay = VALID.replace('2027-06-18', '2028-02-29');
  assert.equal(parseCatalog(leapDay, 'c').events[0]?.startsAt, '2028-02-29T16:00:00+02:00');
});

test('a price with many digits is refused with an excerpt', () => {
  for (const quote of ['', '"']) {
    const [problem = '', ...others] = problemsAfter(
      'price: 25.50',
      `price: ${quote}1.${'0'.repeat(60_000)}1${quote}`,
    );
    assert.equal(others.length, 0);
    assert.match(problem, /price must be an amount .*, not 1\.0{38}…$/);
  }
});
