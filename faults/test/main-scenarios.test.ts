import assert from 'node:assert/strict';
import { SCENARIOS } from '../src/scenarios.ts';
import { testScenario } from './test-scenario.ts';

// One quick scenario for each promise about failures that nothing shorter protects.

/** What dies is replaced, and nothing is lost or doubled; nor is it when Redis comes back, or answers late. */
const OF_EVERY_COMMIT = new Set([
  'killed-processes',
  'killed-redis-always',
  'cut-network',
  'poison',
  'racing-payers',
  'killed-in-finish',
  'paused-log-reader',
]);

const scenarios = SCENARIOS.filter(({ name }) => OF_EVERY_COMMIT.has(name));
assert.equal(scenarios.length, OF_EVERY_COMMIT.size);
for (const scenario of scenarios) testScenario(scenario);
