import assert from 'node:assert/strict';
import { it } from 'node:test';
import type { LoadStage } from '@onsale/contracts';
import { durationOf, planOf, rateAt } from '@onsale/contracts/load-plan';
import type { Decision } from '../../src/search/scale-search.ts';
import { stagesAfter, stagesUntil } from '../../src/search/stages-so-far.ts';

const place = (atS: number) => ({ atS, totalS: 100 });
const decide = (part: Partial<Decision>): Decision => ({
  phase: 'searching',
  rps: 50,
  rampS: 0,
  sentence: '',
  ...part,
});
const planned = (stages: LoadStage[]) =>
  planOf({ profile: 'stages', stages, rps: 0, durationS: 0 });

it('a decision leaves what was sent as it is, and plans the rest', () => {
  const first = stagesAfter([], decide({ rps: 20 }), place(0));
  assert.deepEqual(first, [{ rps: 20, durationS: 100 }]);
  const second = stagesAfter(first, decide({ rps: 80 }), place(6));
  assert.deepEqual(second, [
    { rps: 20, durationS: 6 },
    { rps: 80, durationS: 94 },
  ]);
  const third = stagesAfter(second, decide({ rps: 180, rampS: 10 }), place(12));
  assert.equal(durationOf(planned(third)), 100);
  assert.equal(rateAt(planned(third), 3), 20);
  assert.equal(rateAt(planned(third), 17), 130);
  assert.equal(rateAt(planned(third), 30), 180);
  // In the middle of the ramp.
  const fourth = stagesAfter(third, decide({ rps: 10, rampS: 5, endInS: 20 }), place(17));
  assert.equal(durationOf(planned(fourth)), 37);
  assert.ok(Math.abs(rateAt(planned(fourth), 17) - 130) < 1e-9, 'no jump');
  assert.equal(rateAt(planned(fourth), 14.5), 105);
  assert.equal(rateAt(planned(fourth), 30), 10);
});

it('an end that is closer than the ramp cuts it', () => {
  const stages = stagesAfter([], decide({ rps: 10, rampS: 30, endInS: 5 }), place(50));
  assert.deepEqual(stages, [{ rps: 10, durationS: 5, ramp: true }]);
  assert.deepEqual(stagesUntil(stages, 0), []);
});
