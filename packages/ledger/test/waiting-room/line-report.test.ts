import assert from 'node:assert/strict';
import { test } from 'node:test';
import {
  type LineCounts,
  lineHistoryKey,
  lineReportKey,
  readLineHistory,
  readLineReport,
  readLineState,
  removeLine,
  reportLine,
  type ReportedLine,
} from '../../src/index.ts';
import { EVENT_ID, startLedgerRedis } from '../test-ledger.ts';
import { join, LINE, newPlaces, step } from './test-line.ts';

const { freshLedger } = await startLedgerRedis();
const HISTORY = lineHistoryKey(0, EVENT_ID);

type TestLedger = Awaited<ReturnType<typeof freshLedger>>;

async function report(ledger: TestLedger, trouble?: string): Promise<ReportedLine> {
  const { before, phase: _phase, ...state } = await readLineState(ledger, LINE);
  const line = {
    ...{ eventId: EVENT_ID, name: 'Show', status: 'open' as const, serving: 0, lastNumber: 0 },
    ...{ lobby: 0, waiting: 0, turns: 0, before, left: [], remaining: 0, held: 0 },
    ...{ turnS: 300, pollS: 2, spreadS: 1 },
  };
  const reported = { line, state, perMinute: 600, ...(trouble === undefined ? {} : { trouble }) };
  await reportLine(ledger, LINE, reported);
  return reported;
}

/** Lets eleven seconds pass for the history. */
async function makeOlder(ledger: TestLedger): Promise<void> {
  const [last = ''] = (await ledger.redis.command(HISTORY, [
    'LRANGE',
    HISTORY,
    '-1',
    '-1',
  ])) as string[];
  const [at, ...counts] = last.split(' ');
  const older = [Number(at) - 11_000, ...counts].join(' ');
  await ledger.redis.command(HISTORY, ['LSET', HISTORY, '-1', older]);
}

const withoutTime = (counts: LineCounts[]) => counts.map(({ atMs: _at, ...rest }) => rest);

test('the team reads what was seen of a line last, and how old that is', async () => {
  const ledger = await freshLedger();
  assert.equal(await readLineReport(ledger, LINE), undefined);
  await report(ledger);
  const reported = JSON.parse(
    JSON.stringify(await report(ledger, 'no gateway is alive')),
  ) as object;
  const read = await readLineReport(ledger, LINE);
  assert.deepEqual(read?.report, reported);
  assert.ok(read.ageMs >= 0 && read.ageMs < 60_000, String(read.ageMs));
});

test('the history keeps what changes, every ten seconds at most, and nothing of a line without people', async () => {
  const ledger = await freshLedger();
  await report(ledger);
  assert.deepEqual(await readLineHistory(ledger, LINE), []);
  await join(ledger, newPlaces(5));
  await report(ledger);
  await step(ledger, { perSecond: 10_000, maxTurns: 2 });
  await report(ledger);
  const first = { waiting: 5, turns: 0, joined: 5, admitted: 0, served: 0, left: 0 };
  assert.deepEqual(withoutTime(await readLineHistory(ledger, LINE)), [first]);
  await makeOlder(ledger);
  await report(ledger);
  await makeOlder(ledger);
  await report(ledger);
  const second = { ...first, waiting: 3, turns: 2, admitted: 2 };
  assert.deepEqual(withoutTime(await readLineHistory(ledger, LINE)), [first, second]);
});

test('a line that is removed leaves neither', async () => {
  const ledger = await freshLedger();
  await join(ledger, newPlaces(1));
  await report(ledger);
  await removeLine(ledger, LINE);
  for (const key of [HISTORY, lineReportKey(0, EVENT_ID)]) {
    assert.equal(await ledger.redis.command(key, ['EXISTS', key]), 0);
  }
});
