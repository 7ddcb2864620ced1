import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { shareResult } from '../../src/index.ts';

describe('shareResult', () => {
  it('runs again once its result is old, and does not remember a failure', async () => {
    let runs = 0;
    const ask = shareResult(async () => {
      runs += 1;
      if (runs === 1) throw new Error('the first fails');
      return runs;
    }, 60_000);
    const both = await Promise.allSettled([ask(), ask()]);
    assert.deepEqual(
      both.map(({ status }) => status),
      ['rejected', 'rejected'],
    );
    assert.equal(runs, 1);
    assert.equal(await ask(), 2);
    assert.equal(await ask(), 2);
    const impatient = shareResult(async () => (runs += 1), 0);
    assert.notEqual(await impatient(), await impatient());
  });
});
