import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import { fuzzAll } from '../src/fuzz/fuzz-all.ts';

/** What shows that something got through, where that is not 200; to strangers, the sign-in is all there is. */
const ACCEPTED: Record<string, number> = { webhooks: 204, strangers: 401, codes: 201 };

test('no random request gets an answer outside the contract, or harms a service', async () => {
  const reports = await fuzzAll({ requests: 450, seed: TEST_SEED, say: () => undefined });
  assert.deepEqual(
    reports.flatMap(({ problems }) => problems),
    [],
  );
  assert.ok((reports[0]?.statuses[201] ?? 0) > 0, 'no order was placed');
  // There must be valid requests, or nothing beyond the validation was reached.
  for (const { service, statuses } of reports) {
    const ok = ACCEPTED[service] ?? 200;
    assert.ok((statuses[ok] ?? 0) > 0, `${service}: ${JSON.stringify(statuses)}`);
  }
});
