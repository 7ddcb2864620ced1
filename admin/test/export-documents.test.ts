import assert from 'node:assert/strict';
import { test } from 'node:test';
import { readOrder } from '@onsale/ledger';
import { issueInvoice } from '@onsale/records';
import { orderOf, sell, startRecordedShop } from '../../packages/records/test/recorded-shop.ts';
import { exportPerson } from '../src/person/export-person.ts';

const shop = await startRecordedShop();
const { ledger, db } = shop;

test('the export of a person has their receipts and invoices', async () => {
  await shop.open({ adult: 10 });
  const bought = orderOf('adult:2');
  await sell(ledger, bought);
  await shop.record();
  const order = await readOrder(ledger, bought.id);
  assert.ok(order);
  await db.transaction().execute(async (tx) => {
    const recipient = { name: 'Ada GmbH', address: 'Ring 1' };
    const issuer = { seller: undefined, settings: undefined };
    await issueInvoice(tx, { order, event: undefined }, { issuer, recipient });
  });
  const { signal } = new AbortController();
  const options = {
    address: 'ada@example.org',
    folder: undefined,
    signal,
    progress: () => undefined,
  };
  const { document } = await exportPerson({ ledger, db }, options);
  const [first] = (document as { orders: { documents?: { kind: string; recipient?: object }[] }[] })
    .orders;
  const documents = first?.documents?.map(({ kind, recipient }) => [kind, recipient]);
  assert.deepEqual(documents, [
    ['receipt', undefined],
    ['invoice', { name: 'Ada GmbH', address: 'Ring 1' }],
  ]);
});
