import assert from 'node:assert/strict';
import { test } from 'node:test';
import fc from 'fast-check';
import {
  type Code,
  type CodeChange,
  codesKey,
  eventKey,
  type Ledger,
  readCode,
  readEvent,
  readLastEventChange,
  scanCodes,
  type StoredCode,
  writeCodes,
} from '../../src/index.ts';
import { startLedgerRedis } from '../test-ledger.ts';
import { documentOf, write } from '../events/test-event.ts';

const { server, freshLedger } = await startLedgerRedis();
const EVENT = { shard: 0, eventId: 'show-7' };

function codeOf(code: string, changes: Partial<Code> = {}): Code {
  return { code, unit: 'order', percent: 10, createdAtMs: 1_800_000_000_000, ...changes };
}

async function ledgerWithEvent(): Promise<Ledger> {
  const ledger = await freshLedger();
  await write(ledger, documentOf());
  return ledger;
}

async function all(ledger: Ledger): Promise<StoredCode[]> {
  const codes = (await Array.fromAsync(scanCodes(ledger, EVENT))).flat();
  return codes.sort((a, b) => (a.code < b.code ? -1 : 1));
}

test('a code is made once, read however it is typed, changed and removed', async () => {
  const ledger = await ledgerWithEvent();
  const code = codeOf('SUMMER-10', { uses: 5, label: 'Sümmer' });
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ after: code }]), ['written']);
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ after: code }]), ['changed']);
  assert.deepEqual(await readCode(ledger, EVENT, ' summer-10 '), { ...code, used: 0 });
  assert.equal(await readCode(ledger, EVENT, 'SUMMER-10:used'), undefined);

  const less = { ...code, uses: 3 };
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ before: code, after: less }]), ['written']);
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ before: code, after: less }]), ['changed']);
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ before: less }]), ['written']);
  assert.equal(await readCode(ledger, EVENT, 'SUMMER-10'), undefined);
});

test('what a use of a code is never changes', async () => {
  const ledger = await ledgerWithEvent();
  const code = codeOf('SUMMER-10');
  await writeCodes(ledger, EVENT, [{ after: code }]);
  const changed = { before: code, after: { ...code, unit: 'ticket' } as const };
  await assert.rejects(writeCodes(ledger, EVENT, [changed]), /what a use is/);
});

test('a code with uses is not removed, and keeps them when it is changed', async () => {
  const ledger = await ledgerWithEvent();
  const code = codeOf('SUMMER-10');
  await writeCodes(ledger, EVENT, [{ after: code }]);
  await server.command('HINCRBY', codesKey(0, 'show-7'), 'SUMMER-10:used', '2');
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ before: code }]), ['used']);
  const off = { ...code, offAtMs: 1_800_000_000_001 };
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ before: code, after: off }]), ['written']);
  assert.deepEqual(await readCode(ledger, EVENT, 'SUMMER-10'), { ...off, used: 2 });
});

test('whoever follows the events learns of the first code and of the last one that goes', async () => {
  const ledger = await ledgerWithEvent();
  const changes: number[] = [];
  const steps: CodeChange[] = [
    { after: codeOf('ONE') },
    { after: codeOf('TWO') },
    { before: codeOf('ONE') },
    { before: codeOf('TWO') },
  ];
  const has: boolean[] = [];
  for (const step of steps) {
    assert.deepEqual(await writeCodes(ledger, EVENT, [step]), ['written']);
    changes.push(await readLastEventChange(ledger, 0));
    has.push((await readEvent(ledger, 'show-7'))?.hasCodes ?? false);
  }
  assert.deepEqual(has, [true, true, true, false]);
  const [first = 0] = changes;
  assert.deepEqual(changes, [first, first, first, first + 1]);
  // The event itself is as it was: whoever edits it is not disturbed.
  assert.equal((await readEvent(ledger, 'show-7'))?.revision, 1);
});

test('an event that is gone or archived, or that has very many codes, gets none', async () => {
  const ledger = await freshLedger();
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ after: codeOf('ONE') }]), ['missing']);
  await write(ledger, documentOf());
  const two = [{ after: codeOf('ONE') }, { after: codeOf('TWO') }];
  const most = { most: 1 };
  assert.deepEqual(await writeCodes(ledger, EVENT, two, most), ['written', 'full']);
  const swapped = [{ before: codeOf('ONE') }, { after: codeOf('TWO') }];
  assert.deepEqual(await writeCodes(ledger, EVENT, swapped, most), ['written', 'written']);
  await server.command('HSET', eventKey(0, 'show-7'), 'status', 'archived');
  assert.deepEqual(await writeCodes(ledger, EVENT, [{ after: codeOf('ONE') }]), ['archived']);
});

test('thousands are written in order, and all of them are found again', async () => {
  const ledger = await ledgerWithEvent();
  const codes = Array.from({ length: 2500 }, (_, i) => codeOf(`GUEST-${1_000_000 + i}`));
  const twice = [...codes, codeOf('GUEST-1000007')].map((after) => ({ after }));
  const written = await writeCodes(ledger, EVENT, twice);
  assert.equal(written.filter((outcome) => outcome === 'written').length, 2500);
  assert.equal(written.at(-1), 'changed');
  const found = await all(ledger);
  assert.deepEqual(
    found.map(({ code }) => code),
    codes.map(({ code }) => code),
  );
});

test('whatever is made, changed and removed, the codes are those of a map', async () => {
  const name = fc.constantFrom('AAA', 'BBB', 'CCC');
  const step = fc.record({
    code: name,
    kind: fc.constantFrom(...(['make', 'change', 'remove', 'use', 'give'] as const)),
    label: fc.constantFrom('x', 'y'),
  });
  await fc.assert(
    fc.asyncProperty(fc.array(step, { maxLength: 25 }), async (steps) => {
      const ledger = await ledgerWithEvent();
      const model = new Map<string, StoredCode>();
      for (const { code, kind, label } of steps) {
        const there = model.get(code);
        const unknown: StoredCode = { ...codeOf(code, { label: 'never stored' }), used: 0 };
        const { used, ...before } = there ?? unknown;
        const after = codeOf(code, { label });
        if (kind === 'use' || kind === 'give') {
          const by = kind === 'use' ? 1 : -Math.min(1, used);
          if (there === undefined) continue;
          model.set(code, { ...there, used: used + by });
          await server.command('HINCRBY', codesKey(0, 'show-7'), `${code}:used`, String(by));
          continue;
        }
        const change = {
          make: { after },
          change: { before, after },
          remove: { before },
        }[kind];
        const [outcome] = await writeCodes(ledger, EVENT, [change]);
        if (kind === 'make') assert.equal(outcome, there === undefined ? 'written' : 'changed');
        else if (there === undefined) assert.equal(outcome, 'changed');
        else if (kind === 'remove') assert.equal(outcome, used > 0 ? 'used' : 'written');
        else assert.equal(outcome, 'written');
        if (outcome !== 'written') continue;
        if (kind === 'remove') model.delete(code);
        else model.set(code, { ...after, used });
      }
      const expected = [...model.values()].sort((a, b) => (a.code < b.code ? -1 : 1));
      assert.deepEqual(await all(ledger), expected);
      assert.equal((await readEvent(ledger, 'show-7'))?.hasCodes, model.size > 0);
    }),
    { numRuns: 40 },
  );
});
