import { SCENARIOS } from '../src/scenarios.ts';
import { testScenario } from './test-scenario.ts';

for (const scenario of SCENARIOS) testScenario(scenario);
