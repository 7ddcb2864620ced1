import assert from 'node:assert/strict';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { test } from 'node:test';
import {
  cancelEvent,
  changeEventStatus,
  eventInputOf,
  eventKey,
  nameHolder,
  readEvent,
  refundTickets,
  writeEvent,
} from '@onsale/ledger';
import {
  keepEventRevision,
  keepTerms,
  type MailKind,
  type NewMail,
  URGENCY,
} from '@onsale/records';
import { type ParsedMail, simpleParser } from 'mailparser';
import { mailIn, queue } from '../mail/mail-shop.ts';
import { startPlannedShop } from '../plan/planned-shop.ts';

const TYPE = {
  ...{ id: 'adult', eventId: 'show-7', name: 'Grown-up', type: 'adult', description: '' },
  ...{ priceMinor: 1000, currency: 'EUR', capacity: 1000 },
  holderText: 'Gate in the north.',
};
const shop = await startPlannedShop({
  ...{ name: 'Jazz & <b>Blues</b>', termsVersion: '2087-01', terms: '# Terms\n\nNo refunds.' },
  ...{ taxRate: 19, timeZone: 'Europe/Berlin', tickets: [TYPE] },
});
const { delivery } = shop;
const SHOW = { eventId: 'show-7' };
let keys = 0;

test('a confirmation has the tickets, the receipt, a calendar, and the accepted terms', async () => {
  const orderId = await shop.sell('ada@example.org', {
    currency: 'EUR',
    extras: { terms: '2087-01', tax: 319, language: 'de' },
  });
  const mail = await sent('confirmed', orderId, { language: 'de' });
  assert.equal(mail.subject, 'Ihre Tickets für Jazz & <b>Blues</b>');
  const [to] = [mail.to].flat();
  assert.deepEqual(to?.value, [{ address: 'ada@example.org', name: 'Ada' }]);
  const files = mail.attachments.map(({ filename, contentType }) => `${filename} ${contentType}`);
  assert.equal(files.length, 3);
  assert.equal(files[0], 'tickets.pdf application/pdf');
  assert.match(String(files[1]), /^R-?\d{4}-\d+\.pdf application\/pdf$/);
  assert.equal(files[2], 'tickets.ics text/calendar');
  assert.equal(mail.attachments[0]?.content.subarray(0, 5).toString(), '%PDF-');
  const text = String(mail.text);
  for (const said of ['Grown-up', 'Gate in the north.', 'No refunds.', '20,00\u00a0€', orderId]) {
    assert.ok(text.includes(said), said);
  }
  assert.ok(String(mail.html).includes('Jazz &amp; &lt;b&gt;Blues&lt;/b&gt;'));
});

test('a mail says what is true when it leaves', async () => {
  const orderId = await shop.sell('ben@example.org', { currency: 'EUR' });
  await refundTickets(shop.ledger, orderId, { id: 'part', amountMinor: 1000, tickets: [[0, 1]] });
  const mail = await sent('refund', orderId, { about: { refundId: 'part' } });
  assert.match(String(mail.subject), /^€10\.00 goes back to you/);
  assert.ok(mail.text?.includes('1 × Grown-up'));
  assert.ok(mail.text?.includes('The other tickets of your order stay valid.'));
  assert.deepEqual(
    mail.attachments.map(({ contentType }) => contentType),
    ['application/pdf'],
    'the credit note',
  );
  const named = { ticket: [0, 2], name: 'فاطمة', cause: 'test' } as const;
  await nameHolder(shop.ledger, orderId, named);
  const about = { tickets: [1, 2].map((number) => ({ line: 0, number })) };
  const { text = '' } = await sent('ticket_replaced', orderId, { about });
  assert.ok(
    text.includes('\n- Grown-up: \u2068فاطمة\u2069\n'),
    'only the one that is not refunded',
  );
});

test('a mail that has become pointless is not sent', async () => {
  const orderId = await shop.sell('cora@example.org');
  await refundTickets(shop.ledger, orderId, { id: 'all', amountMinor: 2000 });
  for (const kind of ['confirmed', 'reminder', 'event_changed'] as const) {
    const { state, answer } = await queued(kind, orderId);
    assert.deepEqual(
      { state, answer },
      { state: 'skipped', answer: 'the order has no tickets any more' },
    );
  }
  const { state } = await queued('confirmed', `${orderId.slice(0, -4)}zzzz`);
  assert.equal(state, 'skipped');
});

test('once its event has left the sale, a confirmation leaves without the tickets', async () => {
  const orderId = await shop.sell('gina@example.org');
  await delivery.redis.command('RENAME', eventKey(0, 'show-7'), eventKey(0, 'show-8'));
  const mail = await sent('confirmed', orderId);
  await delivery.redis.command('RENAME', eventKey(0, 'show-8'), eventKey(0, 'show-7'));
  assert.ok(mail.attachments.every(({ filename }) => filename !== 'tickets.pdf'));
  assert.ok(mail.text?.includes(orderId));
});

test('the terms in a mail are those that were accepted, whatever was set since', async () => {
  const orderId = await shop.sell('emma@example.org', { extras: { terms: '2087-01' } });
  const before = await readEvent(shop.ledger, 'show-7');
  assert.ok(before);
  const { revision, document } = before;
  // As the office does it; the seller has a version of the same name.
  await keepTerms(shop.db, { version: '2087-01', text: 'Terms of the seller.' });
  const next = { ...document, termsVersion: '2087-02', terms: 'Refunds, always.' };
  await keepEventRevision(shop.db, { ...SHOW, revision, document: eventInputOf(document) });
  await writeEvent(shop.ledger, next, { revision });
  await keepEventRevision(shop.db, {
    ...{ ...SHOW, revision: revision + 1 },
    document: eventInputOf(next),
  });
  const later = await shop.sell('fred@example.org', { extras: { terms: '2087-02' } });
  const same = { ...next, terms: 'The same version, but other words.' };
  await keepEventRevision(shop.db, {
    ...{ ...SHOW, revision: revision + 2 },
    document: eventInputOf(same),
  });
  const { text = '' } = await sent('confirmed', orderId);
  assert.ok(text.includes('No refunds.'));
  assert.ok(!text.includes('of the seller') && !text.includes('always'));
  const { text: second = '' } = await sent('confirmed', later);
  assert.ok(second.includes('Refunds, always.') && !second.includes('other words'));
});

test('a calendar that has the event learns from each mail what has become of it', async () => {
  const orderId = await shop.sell('dora@example.org');
  const entryOf = async (kind: MailKind, about: Record<string, unknown>) => {
    const { attachments } = await sent(kind, orderId, { about });
    const entry = attachments.find(({ contentType }) => contentType === 'text/calendar');
    return /SEQUENCE:(\d+)[^]*STATUS:(\w+)/.exec(String(entry?.content)) ?? [];
  };
  const [, first, state] = await entryOf('event_changed', { before: { venue: 'Barn' } });
  assert.equal(state, 'CONFIRMED');
  assert.deepEqual((await entryOf('reminder', {})).slice(1), [first, state]);
  assert.ok(Number(first) > 0, 'it is the entry of a revision of the event');
  await changeEventStatus(shop.ledger, 'show-7', { step: 'pause' });
  await cancelEvent(shop.ledger, 'show-7');
  const [, last, ended] = await entryOf('event_cancelled', {});
  assert.equal(ended, 'CANCELLED');
  assert.ok(Number(last) >= Number(first));
});

async function queued(kind: MailKind, orderId: string, more: Partial<NewMail> = {}) {
  const key = `${kind}:${++keys}`;
  const [mailId] = await queue(delivery, [
    {
      ...{ key, kind, orderId, eventId: 'show-7', address: 'ada@example.org' },
      ...{ urgency: URGENCY.personWaits, ...more },
    },
  ]);
  return await mailIn(delivery, mailId, ({ state }) => state !== 'waiting');
}

async function sent(
  kind: MailKind,
  orderId: string,
  more: Partial<NewMail> = {},
): Promise<ParsedMail> {
  const { mail_id: mailId, state, answer } = await queued(kind, orderId, more);
  assert.equal(state, 'kept', String(answer));
  const folder = join(delivery.folder, 'mail');
  const name = (await readdir(folder)).find((file) => file.includes(mailId));
  return await simpleParser(await readFile(join(folder, String(name))));
}
