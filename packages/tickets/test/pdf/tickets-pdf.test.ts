import assert from 'node:assert/strict';
import { test } from 'node:test';
import { addKey, eventTagOf, signCode, ticketTag, typeTagOf } from '@onsale/ticket-codes';
import { renderTicketsPdf, type TicketsContent } from '@onsale/tickets/pdf';
import { startPdfReader } from './pdf-pages.ts';
import { readCodes } from './read-codes.ts';

const readPdf = await startPdfReader();
const [signing] = addKey([]);
assert.ok(signing);

const codeOf = (number: number) =>
  signCode(signing, {
    event: eventTagOf('show'),
    type: typeTagOf('show', 'adult'),
    ticket: ticketTag({ orderId: '0'.repeat(28), line: 0, number, version: 1 }),
  });

function contentOf(
  holders: readonly (string | undefined)[],
  changes: Partial<TicketsContent> = {},
) {
  const tickets = holders.map((holder, i) => ({
    ...{ place: i + 1, of: holders.length, name: 'Adult', code: codeOf(i + 1) },
    ...(holder === undefined ? {} : { holder }),
  }));
  return {
    ...{ language: 'de', order: '06fh3k2m9a01-3fa9c2', seller: { name: 'Onsale Demo' }, tickets },
    event: {
      ...{ id: 'show', name: 'Abend', venue: 'Halle', city: 'Bern', timeZone: 'Europe/Zurich' },
      startsAt: '2087-05-01T18:00:00Z',
    },
    ...changes,
  } satisfies TicketsContent;
}

const SCRIPTS = [
  'Łucja Müller-Đặng',
  'Ελένη Παπαδοπούλου',
  'Анна Каренина',
  'ليلى بنت أحمد (2)',
  'שרה כהן-לוי',
];

test('each page has one ticket, whose code a decoder reads', async () => {
  const content = contentOf(SCRIPTS);
  const { pages } = await readPdf(await renderTicketsPdf(content));
  assert.equal(pages.length, SCRIPTS.length);
  for (const [i, { png, text }] of pages.entries()) {
    assert.deepEqual(await readCodes(png), [content.tickets[i]?.code]);
    assert.match(text, new RegExp(`${i + 1} von 5`));
  }
});

test('it has a title and a language, and says names of all scripts in the order in which they are read', async () => {
  const { title, language, structure } = await readPdf(await renderTicketsPdf(contentOf(SCRIPTS)));
  assert.deepEqual([title, language], ['Abend: Tickets', 'de']);
  for (const name of SCRIPTS) assert.ok(structure.includes(`Name: ${name}`), name);
  for (const role of ['Document', 'Sect', 'H1', 'H2', 'P', 'Figure']) {
    assert.ok(structure.includes(`"role":"${role}"`), role);
  }
});

test('the same content is the same file, which has no date of today', async () => {
  const [one, other] = [
    await renderTicketsPdf(contentOf(['Ada'])),
    await renderTicketsPdf(contentOf(['Ada'])),
  ];
  assert.ok(one.equals(other));
  assert.ok(!one.toString('latin1').includes(`D:${new Date().getUTCFullYear()}`));
});

test('four tickets in five scripts have less than 150 kB', async () => {
  const names = SCRIPTS.slice(0, 4);
  assert.ok((await renderTicketsPdf(contentOf(names))).length < 150_000);
});

test('whatever somebody writes, it is one page with a readable code', async () => {
  const nasty = [
    'x'.repeat(1000),
    '👩‍👩‍👧‍👦 🎉',
    '王小明',
    'a\u202eb\u0000c\r\nBcc: x',
    'م'.repeat(1000),
    '\ud800',
    '( ) [ ] — - 1,5 € №',
  ];
  const long = 'Sehr langer Titel '.repeat(60);
  const { event } = contentOf([]);
  const content = contentOf(nasty, { event: { ...event, name: long, venue: long } });
  for (const ticket of content.tickets)
    Object.assign(ticket, { text: long.repeat(20), name: long });
  const { pages } = await readPdf(await renderTicketsPdf(content));
  assert.equal(pages.length, nasty.length);
  for (const [i, { png }] of pages.entries()) {
    assert.deepEqual(await readCodes(png), [content.tickets[i]?.code]);
  }
});
