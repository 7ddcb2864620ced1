import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import fc from 'fast-check';
import { type Ledger, lineKey, readLineState } from '../../src/index.ts';
import { EVENT_ID, ON_CLUSTER, startLedgerRedis } from '../test-ledger.ts';
import { LineModel } from './line-model.ts';
import { anyStep, type Play } from './line-steps.ts';
import { AWAY, INDEXES, membersOf, recordsOf, withoutTimes } from './test-line.ts';

// Random histories of a line, run on a real Redis and on a model. After each step both must have given the same answers
// and hold the same places; each place must be in exactly the index of its state, with the score that its record says.

const RUNS = ON_CLUSTER ? 40 : 800;
/** What must have happened often enough to prove something. */
const CHANGES = '-l -d -w lw dw wt tm t- mw ts st l- d- w- m- s-'.split(' ');

const { server, freshLedger } = await startLedgerRedis({ args: ['--appendonly', 'no'] });

test('in every history a place is in one state and one index, and none is lost or doubled', async () => {
  const ledger = await freshLedger();
  const seen = new Map<string, number>();
  const histories = fc.array(anyStep, { minLength: 15, maxLength: 50, size: 'max' });
  await fc.assert(
    fc.asyncProperty(histories, async (history) => {
      const keys = (await server.command('KEYS', '{s0}:line*')) as string[];
      if (keys.length > 0) await server.command('DEL', ...keys);
      const play: Play = { ledger, model: new LineModel(), moments: 0 };
      for (const take of history) {
        const before = play.model.records();
        await take(play);
        await compare(play);
        count(before, play.model.records(), seen);
      }
    }),
    { numRuns: RUNS, seed: TEST_SEED },
  );
  const rare = CHANGES.filter((change) => (seen.get(change) ?? 0) < RUNS / 200);
  assert.deepEqual(rare, [], `too few to prove much: ${JSON.stringify(Object.fromEntries(seen))}`);
});

async function compare({ ledger, model }: Play): Promise<void> {
  const [records, state, ...indexes] = await Promise.all([
    recordsOf(ledger),
    readLineState(ledger, { shard: 0, eventId: EVENT_ID }),
    ...[...Object.values(INDEXES), AWAY].map((key) => membersOf(ledger, key)),
  ]);
  const texts = [...records].map(([place, record]) => [place, withoutTimes(record)] as const);
  assert.deepEqual(Object.fromEntries(texts), model.records());
  const [lobby = [], slowed = [], waiting = [], turns = [], away = []] = indexes;
  assert.deepEqual(
    lobby.map(([place]) => place),
    model.lobby,
  );
  assert.deepEqual(
    waiting.map(([place]) => place),
    model.waiting(),
  );
  for (const [letter, index] of Object.entries({ d: slowed, w: waiting, t: turns })) {
    const expected = [...records].flatMap(([place, record]) =>
      record.startsWith(letter) ? [[place, scoreOf(record)]] : [],
    );
    assert.deepEqual(new Map(index), new Map(expected as [string, string][]));
  }
  assert.deepEqual(new Set(away.map(([place]) => place)), model.away);

  const { joined, admitted, served, missed, left } = state;
  assert.deepEqual({ joined, admitted, served, missed, left }, model.sums);
  assert.deepEqual(
    [state.phase, state.lastNumber, state.serving, state.draw?.isDrawn ?? false],
    [model.phase, model.last, model.serving, model.isDrawn],
  );
  const opened = await readOpened(ledger);
  assert.equal(opened, model.isOpened);
  // Nobody is lost: whoever has joined is here, has an order, or has left.
  const here = [...records.values()].filter((record) => !record.startsWith('s'));
  assert.equal(joined, here.length + served + left);
  const numbers = [...records.values()].flatMap(
    (record) => record.match(/^[wtms] (\d+)/)?.[1] ?? [],
  );
  assert.equal(new Set(numbers).size, numbers.length);
}

async function readOpened({ redis }: Ledger): Promise<boolean> {
  const key = lineKey(0, EVENT_ID);
  return (await redis.command(key, ['HGET', key, 'opened'])) === '1';
}

function scoreOf(record: string): string {
  const [letter, first = '', flags, endsAt = ''] = record.split(' ');
  if (letter === 't') return endsAt;
  return letter === 'w' && flags === 'm' ? String(Number(first) - 2 ** 40) : first;
}

function count(
  before: Record<string, string>,
  after: Record<string, string>,
  seen: Map<string, number>,
): void {
  for (const place of new Set([...Object.keys(before), ...Object.keys(after)])) {
    const change = (before[place]?.[0] ?? '-') + (after[place]?.[0] ?? '-');
    if (change[0] !== change[1]) seen.set(change, (seen.get(change) ?? 0) + 1);
  }
}
