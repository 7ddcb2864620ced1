import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import { fuzzAll } from '../src/fuzz/fuzz-all.ts';

test('no random request gets an answer outside the contract, or harms a service', async () => {
  const reports = await fuzzAll({ requests: 4500, seed: TEST_SEED, say: () => undefined });
  assert.deepEqual(
    reports.flatMap(({ problems }) => problems),
    [],
  );
  assert.ok((reports[0]?.statuses[201] ?? 0) > 0, 'no order was placed');
  // There must be valid requests, or nothing beyond the validation was reached.
  for (const { statuses } of reports) assert.ok((statuses[200] ?? 0) > 0, JSON.stringify(statuses));
});
