import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { DocumentContent, OrderDocument } from '@onsale/contracts';
import { archiveKey, orderAddress, orderSecond, refundTickets } from '@onsale/ledger';
import { readDocumentsOf } from '@onsale/records';
import { startPlannedShop } from '../plan/planned-shop.ts';

const shop = await startPlannedShop({ taxRate: 19, feeMinor: 100 });
const { delivery, db, ledger } = shop;

const YEAR = new Date().getUTCFullYear();
const TAXED = { totalMinor: 5000, extras: { tax: 798, taxRate: 19, fee: 200, language: 'de' } };

interface Answer {
  status: number;
  items: OrderDocument[];
  body: OrderDocument & { code?: string };
}

async function ask(path: string, body?: unknown): Promise<Answer> {
  const response = await fetch(`${delivery.url}/orders/${path}`, {
    ...(body === undefined
      ? {}
      : {
          ...{ method: 'POST', body: JSON.stringify(body) },
          headers: { 'content-type': 'application/json' },
        }),
  });
  const answer = (await response.json()) as Answer['body'] & { items?: OrderDocument[] };
  return { status: response.status, body: answer, items: answer.items ?? [] };
}

async function documentsOf(orderId: string): Promise<DocumentContent[]> {
  return (await readDocumentsOf(db, [orderId])).map(({ content }) => content);
}

test('a paid order has a receipt once its change is planned, with what is frozen in it', async () => {
  const orderId = await shop.sell('ada@example.org', TAXED);
  await shop.record();
  await shop.planned();
  const [receipt, ...others] = await documentsOf(orderId);
  assert.equal(others.length, 0);
  assert.ok(receipt);
  const { number, kind, totalMinor, taxMinor, taxRate, feeMinor, language } = receipt;
  assert.deepEqual(
    { number, kind, totalMinor, taxMinor, taxRate, feeMinor, language },
    {
      ...{ number: `R-${YEAR}-000001`, kind: 'receipt', totalMinor: 5000 },
      ...{ taxMinor: 798, taxRate: 19, feeMinor: 200, language: 'de' },
    },
  );
  assert.deepEqual(receipt.lines, [{ name: 'Adult', qty: 2, unitMinor: 1000, totalMinor: 2000 }]);
  const text = JSON.stringify(receipt);
  assert.ok(!text.includes('ada@') && !text.includes('Ada'), 'it names no buyer');
  assert.ok(!text.includes(orderId), 'its order cannot be opened by it');
});

test('an order that nobody paid for has no document, and no invoice', async () => {
  const orderId = await shop.sell('bea@example.org', { totalMinor: 0 });
  assert.deepEqual((await ask(`${orderId}/tickets/documents`)).items, []);
  const { status, body } = await ask(`${orderId}/tickets/invoice`, { name: 'B', address: 'C' });
  assert.deepEqual([status, body.code], [409, 'NOT_PAID']);
});

test('what nobody can print or store is refused, and told', async () => {
  const orderId = await shop.sell('odd@example.org', TAXED);
  const good = { name: 'Ada', address: 'Weg 1\n10115 Berlin' };
  for (const [odd, path] of [
    [{ name: 'a\u0000b' }, 'name'],
    [{ name: 'a\nb' }, 'name'],
    [{ name: '\ud800' }, 'name'],
    [{ name: '\u202eadA' }, 'name'],
    [{ address: 'Weg\u0000' }, 'address'],
    [{ address: '\u2066' }, 'address'],
    [{ vatId: '\u0007' }, 'vatId'],
  ] as const) {
    const { status, body } = await ask(`${orderId}/tickets/invoice`, { ...good, ...odd });
    assert.deepEqual([status, body.code], [400, 'INVALID_REQUEST'], JSON.stringify(odd));
    assert.ok(JSON.stringify(body).includes(`"path":"${path}"`));
  }
  for (const path of [`${orderId}/tickets/documents/%00`, `${orderId}%00/tickets/documents/doc`]) {
    const { status, body } = await ask(path);
    assert.deepEqual([status, body.code], [404, 'DOCUMENT_NOT_FOUND']);
  }
});

test('an invoice is made once, and keeps whom it was made out to', async () => {
  const orderId = await shop.sell('cleo@example.org', TAXED);
  const to = { name: 'Cleo GmbH', address: 'Ring 1\nWien', vatId: 'ATU1' };
  const first = await ask(`${orderId}/tickets/invoice`, to);
  const again = await ask(`${orderId}/tickets/invoice`, { ...to, name: 'Somebody else' });
  assert.equal(first.status, 200);
  assert.deepEqual(again.body, first.body);
  const invoice = (await documentsOf(orderId)).find(({ kind }) => kind === 'invoice');
  assert.deepEqual(invoice?.recipient, to);
  assert.equal(invoice?.number, `I-${YEAR}-000001`);
  const { items } = await ask(`${orderId}/tickets/documents`);
  assert.deepEqual(
    items.map(({ kind, total }) => [kind, total]),
    [
      ['receipt', 50],
      ['invoice', 50],
    ],
  );
});

test('each refund has one credit note, and together they take back all of the tax', async () => {
  const orderId = await shop.sell('dan@example.org', TAXED);
  await ask(`${orderId}/tickets/invoice`, { name: 'Dan', address: 'Weg 2' });
  const refund = async (id: string, amountMinor: number, tickets: [number, number][]) =>
    await refundTickets(ledger, orderId, { id, amountMinor, tickets });
  await refund('one', 1666, [[0, 1]]);
  await ask(`${orderId}/tickets/documents`);
  await refund('two', 333, []);
  await refund('three', 3001, [[0, 2]]);
  await shop.record();
  await shop.planned();
  await ask(`${orderId}/tickets/documents`);
  const notes = (await documentsOf(orderId)).filter(({ kind }) => kind === 'credit_note');
  assert.deepEqual(
    notes.map(({ totalMinor }) => totalMinor),
    [1666, 333, 3001],
  );
  assert.equal(
    notes.reduce((sum, { taxMinor = 0 }) => sum + taxMinor, 0),
    798,
  );
  assert.equal(
    notes.reduce((sum, { feeMinor = 0 }) => sum + feeMinor, 0),
    200,
  );
  assert.deepEqual(
    notes.map(({ lines }) => lines.map(({ qty }) => qty)),
    [[1], [], [1]],
  );
  for (const { corrects, recipient } of notes) {
    assert.deepEqual(
      corrects?.map(({ kind }) => kind),
      ['receipt', 'invoice'],
    );
    assert.equal(recipient?.name, 'Dan');
  }
});

test('a document is a PDF under the address of its order alone', async () => {
  const [orderId, other] = [
    await shop.sell('eve@example.org', TAXED),
    await shop.sell('eve@example.org', TAXED),
  ];
  const [receipt] = (await ask(`${orderId}/tickets/documents`)).items;
  const path = `tickets/documents/${receipt?.documentId}`;
  const response = await fetch(`${delivery.url}/orders/${orderId}/${path}`);
  assert.equal(response.status, 200);
  assert.equal(response.headers.get('content-type'), 'application/pdf');
  assert.match(String(response.headers.get('content-disposition')), /R-\d{4}-\d{6}\.pdf/);
  assert.equal(Buffer.from(await response.arrayBuffer()).toString('latin1', 0, 5), '%PDF-');
  assert.deepEqual((await ask(`${other}/${path}`)).body.code, 'DOCUMENT_NOT_FOUND');
  const tickets = await fetch(`${delivery.url}/orders/${orderId}/tickets.pdf`);
  assert.equal(tickets.status, 200);
  assert.equal(Buffer.from(await tickets.arrayBuffer()).toString('latin1', 0, 5), '%PDF-');
});

test('numbers have no gap and no double, whoever asks at the same time, and whatever fails', async () => {
  const orders: string[] = [];
  for (let i = 0; i < 12; i++) orders.push(await shop.sell(`f${i}@example.org`, TAXED));
  await Promise.all([
    shop.record(),
    ...[...orders, ...orders].flatMap((orderId) => [
      ask(`${orderId}/tickets/documents`),
      ask(`${orderId}/tickets/invoice`, { name: 'F', address: 'G' }),
    ]),
  ]);
  await shop.planned();
  const rows = await db
    .selectFrom('office.documents')
    .select(['kind', 'number', 'order_id'])
    .orderBy('number')
    .execute();
  for (const [kind, own] of Map.groupBy(rows, (row) => row.kind)) {
    assert.deepEqual(
      own.map(({ number }) => number),
      own.map((_, i) => i + 1),
      kind,
    );
  }
  for (const orderId of orders) assert.equal((await documentsOf(orderId)).length, 2);
});

test('of an archived order the documents remain, and its invoice can still be made', async () => {
  const orderId = await shop.sell('hal@example.org', TAXED);
  await shop.record();
  await shop.planned();
  const [key, field] = orderAddress(0, orderId);
  const { redis } = delivery;
  await redis.command('HDEL', key, field);
  await redis.command('HSET', archiveKey(0), 'archivedTo', orderSecond(orderId));
  assert.equal((await ask(`${orderId}/tickets`)).body.code, 'NO_TICKETS');
  const [receipt] = (await ask(`${orderId}/tickets/documents`)).items;
  assert.equal(receipt?.kind, 'receipt');
  const to = { name: 'Hal', address: 'Weg 3' };
  assert.equal((await ask(`${orderId}/tickets/invoice`, to)).body.kind, 'invoice');
});

test('while the records are away, tickets are printed, and documents are told to wait', async () => {
  const orderId = await shop.sell('gil@example.org', TAXED);
  await shop.postgres.stop();
  const tickets = await fetch(`${delivery.url}/orders/${orderId}/tickets.pdf`);
  assert.equal(tickets.status, 200);
  await tickets.arrayBuffer();
  const { status, body } = await ask(`${orderId}/tickets/documents`);
  assert.deepEqual([status, body.code], [503, 'RECORDS_UNAVAILABLE']);
});
