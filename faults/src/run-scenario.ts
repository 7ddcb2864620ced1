import { seededRandom } from '@onsale/crowd';
import { startSystem } from '@onsale/testing';
import type { Outcome, Stage, Scenario } from './scenario.ts';

/** Runs one scenario with a seed, and stops whatever it has started. */
export async function runScenario(
  scenario: Scenario,
  options: { seed: number; quick: boolean; scale?: Stage['scale']; say: (line: string) => void },
): Promise<Outcome> {
  const stops: (() => Promise<unknown>)[] = [];
  const stage: Stage = {
    random: seededRandom(options.seed),
    quick: options.quick,
    scale: options.scale ?? {},
    say: (line) => options.say(`${scenario.name}: ${line}`),
    startSystem: async (systemOptions) => {
      const system = await startSystem(systemOptions);
      stops.push(() => system.stop());
      return system;
    },
    onEnd: (stop) => void stops.push(stop),
  };
  try {
    return await scenario.run(stage);
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}
