import { startSystem } from '@onsale/testing';
import { seededRandom } from './random.ts';
import type { Outcome, Stage, Story } from './story.ts';

/** Runs one story with the chances of a seed, and stops whatever it has started. */
export async function runStory(
  story: Story,
  options: { seed: number; quick: boolean; say: (line: string) => void },
): Promise<Outcome> {
  const stops: (() => Promise<unknown>)[] = [];
  const stage: Stage = {
    random: seededRandom(options.seed),
    quick: options.quick,
    say: (line) => options.say(`${story.name}: ${line}`),
    startSystem: async (systemOptions) => {
      const system = await startSystem(systemOptions);
      stops.push(() => system.stop());
      return system;
    },
    onEnd: (stop) => void stops.push(stop),
  };
  try {
    return await story.run(stage);
  } finally {
    for (const stop of stops.toReversed()) await stop();
  }
}
