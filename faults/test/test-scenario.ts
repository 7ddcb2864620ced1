import assert from 'node:assert/strict';
import { test } from 'node:test';
import { hasRevision, RELEASED_COMMIT, TEST_SEED as seed } from '@onsale/testing';
import { verdictLine } from '../src/results-table.ts';
import { runScenario } from '../src/run-scenario.ts';
import { isKept, type Scenario } from '../src/scenario.ts';

// A shallow clone does not have the commit to upgrade from.
const hasHistory = await hasRevision(RELEASED_COMMIT);

/** Tests that a scenario keeps its promise in the short form. */
export function testScenario(scenario: Scenario): void {
  const skip = scenario.name === 'rolling-upgrade' && !hasHistory ? 'the clone is shallow' : false;
  test(`${scenario.fault}: ${scenario.promise}`, { skip }, async () => {
    const outcome = await runScenario(scenario, { seed, quick: true, say: () => undefined });
    assert.ok(isKept(outcome), verdictLine({ scenario, seed, outcome }));
    assert.ok(outcome.check.orders > 0);
  });
}
