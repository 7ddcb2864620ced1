import type { Deployment } from '../objects.ts';
import { withTwoOfEach } from '../rollouts.ts';
import { secondsSince, type Step } from '../step.ts';
import { sellThrough } from '../sell-through.ts';

export const roll: Step = {
  name: 'roll',
  title: 'Restarts every Deployment, one after the other, under load over kept connections',
  async run(stage, notes) {
    const { cluster } = stage;
    await withTwoOfEach(cluster, notes.say, async () => {
      const attack = async () => {
        const deployments = await cluster.list<Deployment>('apps/v1/deployments');
        for (const { metadata } of deployments) {
          const start = performance.now();
          await cluster.kubectl('rollout', 'restart', 'deployment', metadata.name);
          await cluster.kubectl('rollout', 'status', 'deployment', metadata.name, '--timeout=5m');
          notes.say(`${metadata.name} is new after ${secondsSince(start)}`);
        }
      };
      await sellThrough(stage, notes, { requests: 16_000, attack });
    });
  },
};
