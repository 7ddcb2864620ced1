import { seededRandom } from '@onsale/crowd';
import { startSystem } from '@onsale/testing';
import type { Outcome, Stage, Scenario } from './scenario.ts';

interface StageOptions {
  seed: number;
  quick: boolean;
  scale?: Stage['scale'];
  say: (line: string) => void;
}

/** Runs one scenario with a seed, and stops whatever it has started. */
export async function runScenario(scenario: Scenario, options: StageOptions): Promise<Outcome> {
  const say = (line: string) => options.say(`${scenario.name}: ${line}`);
  return await onStage({ ...options, say }, (stage) => scenario.run(stage));
}

/** Plays something, and stops whatever it has started. */
export async function onStage<Result>(
  options: StageOptions,
  play: (stage: Stage) => Promise<Result>,
): Promise<Result> {
  const stops: (() => Promise<unknown>)[] = [];
  const stage: Stage = {
    random: seededRandom(options.seed),
    quick: options.quick,
    scale: options.scale ?? {},
    say: options.say,
    startSystem: async (systemOptions) => {
      const system = await startSystem(systemOptions);
      stops.push(() => system.stop());
      return system;
    },
    onEnd: (stop) => void stops.push(stop),
  };
  try {
    return await play(stage);
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}
