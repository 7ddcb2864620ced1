import assert from 'node:assert/strict';
import { test } from 'node:test';
import { TEST_SEED } from '@onsale/testing';
import { runNoon } from '../src/noon/run-noon.ts';

test('2,000 people at noon: fair, exact, and told the truth', async () => {
  const { judgements } = await runNoon({
    ...{ people: 2000, tickets: 80, seconds: 10, seed: TEST_SEED },
    say: () => undefined,
  });
  const facts = judgements.filter(({ isTime }) => isTime !== true);
  assert.ok(facts.length >= 8);
  assert.deepEqual(
    facts.filter(({ is }) => is === 'broken'),
    [],
  );
});
