import assert from 'node:assert/strict';
import { test } from 'node:test';
import { EVENT_STATUSES, type EventStatus } from '@onsale/contracts';
import {
  changeEventStatus,
  EVENT_REFUSALS,
  EVENT_STEPS,
  type EventStep,
  readEvent,
  readLastEventChange,
} from '../../src/index.ts';
import { startLedgerRedis } from '../test-ledger.ts';
import { documentOf, refused, write } from './test-event.ts';

const { server, freshLedger } = await startLedgerRedis();

const steps = Object.keys(EVENT_STEPS) as EventStep[];

for (const step of steps) {
  test(`${step} is possible from ${EVENT_STEPS[step].from.join(', ')} and nowhere else`, async () => {
    const ledger = await freshLedger();
    await write(ledger, documentOf());
    const { from, to } = EVENT_STEPS[step];
    for (const status of EVENT_STATUSES) {
      await server.command('HSET', '{s0}:event:show-7', 'status', status);
      const before = await readEvent(ledger, 'show-7');
      const last = await readLastEventChange(ledger, 0);
      const result = await changeEventStatus(ledger, 'show-7', { step });
      const after = await readEvent(ledger, 'show-7');
      if ((from as readonly EventStatus[]).includes(status)) {
        assert.equal(result.outcome, 'done');
        assert.equal(after?.status, to);
        assert.equal(after.revision, (before?.revision ?? 0) + 1);
        assert.equal(await readLastEventChange(ledger, 0), last + 1);
        assert.deepEqual('event' in result && result.event, after);
        continue;
      }
      if (status === to) assert.equal(result.outcome, 'already');
      else {
        const refusal = refused(result, 'STEP_REFUSED');
        assert.equal(EVENT_REFUSALS[refusal.code], 409);
        assert.match(refusal.message, new RegExp(`is ${status}; ${step} needs one that is`));
        assert.deepEqual(refusal.current, before);
      }
      assert.deepEqual(after, before);
      assert.equal(await readLastEventChange(ledger, 0), last);
    }
  });
}

test('a step with an old revision changes nothing; one that was taken is not taken again', async () => {
  const ledger = await freshLedger();
  await write(ledger, documentOf());
  const old = await changeEventStatus(ledger, 'show-7', { step: 'pause', revision: 7 });
  const refusal = refused(old, 'REVISION_CHANGED');
  assert.equal(refusal.current?.revision, 1);
  assert.equal((await readEvent(ledger, 'show-7'))?.status, 'on_sale');
  const results = await Promise.all(
    Array.from({ length: 5 }, () =>
      changeEventStatus(ledger, 'show-7', { step: 'pause', revision: 1 }),
    ),
  );
  const outcomes = results.map(({ outcome }) => outcome).sort();
  assert.deepEqual(outcomes, ['already', 'already', 'already', 'already', 'done']);
  assert.equal((await readEvent(ledger, 'show-7'))?.revision, 2);
});

test('a step of an event that does not exist creates none', async () => {
  const ledger = await freshLedger();
  refused(await changeEventStatus(ledger, 'nowhere', { step: 'publish' }), 'EVENT_NOT_FOUND');
  assert.equal(await readEvent(ledger, 'nowhere'), undefined);
});
