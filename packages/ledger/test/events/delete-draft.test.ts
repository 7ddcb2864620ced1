import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  allLineKeysOf,
  changeEventStatus,
  codesKey,
  deleteDraft,
  eventKey,
  poolsKey,
  readEvent,
  readEventChanges,
  readStock,
  stockKey,
  writeEvent,
} from '../../src/index.ts';
import { startLedgerRedis } from '../test-ledger.ts';
import { documentOf, refused, ticketOf, write } from './test-event.ts';

const { server, freshLedger } = await startLedgerRedis();

const POOLED = documentOf({
  pools: [{ id: 'room', capacity: 15 }],
  tickets: [ticketOf('adult', { pool: 'room' }), ticketOf('child', { pool: 'room' })],
});

test('a draft is deleted with all its stock, and its ids can be used again', async () => {
  const ledger = await freshLedger();
  await write(ledger, documentOf({ id: 'other', tickets: [ticketOf('o', { eventId: 'other' })] }));
  const before = await keysAndFields();
  assert.equal((await writeEvent(ledger, POOLED, { revision: 0 })).outcome, 'written');
  // A ticket type that the draft had once is gone as well.
  const less = { ...POOLED, tickets: POOLED.tickets.slice(0, 1) };
  assert.equal((await writeEvent(ledger, less, { revision: 1 })).outcome, 'written');
  const { last } = await readEventChanges(ledger, 0, 0);

  refused(await deleteDraft(ledger, 'show-7', { revision: 1 }), 'REVISION_CHANGED');
  assert.deepEqual(await deleteDraft(ledger, 'show-7', { revision: 2 }), { outcome: 'deleted' });
  assert.deepEqual(await keysAndFields(), before);
  assert.deepEqual((await readEventChanges(ledger, 0, last)).removed, ['show-7']);
  refused(await deleteDraft(ledger, 'show-7', { revision: 2 }), 'EVENT_NOT_FOUND');
  await write(ledger, POOLED);
  assert.equal((await readStock(ledger, 0)).get('child')?.remaining, 10);

  async function keysAndFields(): Promise<unknown[]> {
    return [
      await server.command('EXISTS', eventKey(0, 'show-7')),
      ...[await server.command('HKEYS', stockKey(0)), await server.command('HKEYS', poolsKey(0))],
    ];
  }
});

test('the codes and the line of a draft go with it', async () => {
  const ledger = await freshLedger();
  await writeEvent(ledger, POOLED, { revision: 0 });
  const keys = [codesKey(0, 'show-7'), ...allLineKeysOf({ shard: 0, eventId: 'show-7' })];
  for (const key of keys) await server.command('HSET', key, 'a', 'b');
  refused(await deleteDraft(ledger, 'show-7', { revision: 9 }), 'REVISION_CHANGED');
  assert.equal(await server.command('EXISTS', ...keys), keys.length);
  await deleteDraft(ledger, 'show-7', { revision: 1 });
  assert.equal(await server.command('EXISTS', ...keys), 0);
});

test('what was on sale, or is held or sold, is not deleted', async () => {
  const ledger = await freshLedger();
  await writeEvent(ledger, POOLED, { revision: 0 });
  await server.command('HSET', stockKey(0), 'adult:sold', '1');
  refused(await deleteDraft(ledger, 'show-7', { revision: 1 }), 'STEP_REFUSED');
  await server.command('HSET', stockKey(0), 'adult:sold', '0');
  await changeEventStatus(ledger, 'show-7', { step: 'publish' });
  refused(await deleteDraft(ledger, 'show-7', { revision: 2 }), 'STEP_REFUSED');
  assert.equal((await readEvent(ledger, 'show-7'))?.status, 'on_sale');
});
