import type { Cluster } from '../cluster.ts';
import type { List, Node } from '../objects.ts';
import { untilAvailable, withTwoOfEach } from '../rollouts.ts';
import { secondsSince, Skipped, type Step } from '../step.ts';
import { sellThrough } from '../sell-through.ts';

const MOST_DRAINED = 2;

export const drain: Step = {
  name: 'drain',
  title:
    'Drains two nodes, one after the other, under load; not that of Redis, whose end is an outage',
  async run(stage, notes) {
    const { cluster } = stage;
    const nodes = await drainable(cluster);
    if (nodes.length === 0) throw new Skipped('there is no second node that can be scheduled on');
    const selection = stage.wholeNodes ? [] : ['--pod-selector=app.kubernetes.io/part-of=onsale'];
    const options = [
      '--ignore-daemonsets',
      '--delete-emptydir-data',
      '--timeout=300s',
      ...selection,
    ];
    await withTwoOfEach(cluster, notes.say, async () => {
      const attack = async () => {
        for (const node of nodes) {
          const start = performance.now();
          try {
            await cluster.kubectl('drain', node, ...options);
            notes.figure(node, `drained in ${secondsSince(start)}`);
            await untilAvailable(cluster, notes.say);
          } finally {
            await cluster.putRight('uncordon', node);
          }
        }
      };
      await sellThrough(stage, notes, { requests: 20_000, attack });
    });
  },
};

/** Names of nodes that pods may be on, without that of Redis. */
async function drainable(cluster: Cluster): Promise<string[]> {
  const { items } = await cluster.read<List<Node>>('/api/v1/nodes');
  const [redis] = await cluster.pods('redis');
  return items
    .filter(({ spec }) => spec.unschedulable !== true)
    .filter(
      ({ spec }) =>
        !spec.taints?.some(({ effect }) => effect === 'NoSchedule' || effect === 'NoExecute'),
    )
    .map(({ metadata }) => metadata.name)
    .filter((name) => name !== redis?.spec.nodeName)
    .slice(0, MOST_DRAINED);
}
