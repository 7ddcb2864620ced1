import assert from 'node:assert/strict';
import { test } from 'node:test';
import { LOAD_PROFILES } from '@onsale/contracts';
import { planOf as drawnPlanOf } from '../services/frontend/src/lab/data/load-plan.ts';
import { planOf } from '../services/workload-generator/src/plan.ts';
import { defaultLoad } from '../services/workload-generator/src/load-config.ts';

// Services import no other service: the laboratory has the shapes of the plans once more.
test('the laboratory draws the plan that the generator sends', () => {
  const config = {
    ...defaultLoad({ TARGET_RPS: 730, MAX_DURATION_S: 3600 }),
    durationS: 47,
    stages: [
      { rps: 100, durationS: 10, ramp: true },
      { rps: 900, durationS: 5, ramp: true },
      { rps: 20, durationS: 7 },
    ],
  };
  for (const profile of LOAD_PROFILES) {
    assert.deepEqual(drawnPlanOf({ ...config, profile }), planOf({ ...config, profile }), profile);
  }
});
