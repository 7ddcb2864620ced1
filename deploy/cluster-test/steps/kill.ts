import { describeOutage, startBuyers } from '../buyers.ts';
import type { Cluster } from '../cluster.ts';
import type { Pod } from '../objects.ts';
import { isReady, whyNotReady } from '../pod-states.ts';
import { untilAvailable, withTwoOfEach } from '../rollouts.ts';
import type { Notes, Stage, Step } from '../step.ts';
import { sellThrough } from '../sell-through.ts';

/** After Redis is ready, buyers may have to wait this long: a client that tries again, and an open order. */
const MOST_AFTER_REDIS_S = 3;
const READY_TIMEOUT_S = 600;

export const kill: Step = {
  name: 'kill',
  title:
    'Deletes a gateway, a worker and a frontend, then Redis, once gracefully and once by force',
  async run(stage, notes) {
    const { cluster } = stage;
    await withTwoOfEach(cluster, notes.say, async () => {
      const attack = async () => {
        for (const app of ['gateway', 'order-worker', 'frontend']) {
          const pod = (await cluster.pods(app)).find(isReady);
          await cluster.kubectl('delete', 'pod', pod?.metadata.name ?? app);
          await untilAvailable(cluster, notes.say);
          notes.say(`${app} was deleted, and is back`);
        }
      };
      await sellThrough(stage, notes, { requests: 4000, attack });
      await killRedis(stage, notes, []);
      await killRedis(stage, notes, ['--force', '--grace-period=0']);
    });
  },
};

async function killRedis(
  { cluster, shop }: Stage,
  notes: Notes,
  how: readonly string[],
): Promise<void> {
  const name = how.length === 0 ? 'redis-0' : 'redis-0 by force';
  const opened = await shop();
  const ticket = await opened.rehearsalTicket();
  const before = await opened.audit();
  const [former] = await cluster.pods('redis');
  const buyers = startBuyers(opened, ticket);
  let readyMs;
  try {
    await cluster.pause(2000);
    await cluster.kubectl('delete', 'pod', 'redis-0', '--wait=false', ...how);
    await untilReplaced(cluster, former);
    readyMs = performance.now();
    await cluster.until(
      async () => buyers.isSelling(),
      (isSelling) => isSelling,
      { timeoutS: 120, describe: () => 'Redis is ready, and the shop does not sell', everyMs: 100 },
    );
    // Long enough to see whether it stays so.
    await cluster.pause(5000);
  } finally {
    await buyers.stop();
  }
  const outage = describeOutage(buyers.attempts, readyMs);
  notes.figure(
    name,
    `${outage.seconds.toFixed(1)} s without the shop, ${outage.afterCauseS.toFixed(1)} s of it after Redis was ready`,
  );
  notes.check(
    `${name}: buyers get 503 with Retry-After meanwhile`,
    outage.improper.length === 0,
    outage.improper.join('; ') || `${outage.failed} of ${outage.attempts}`,
  );
  notes.check(`${name}: the shop is back with Redis`, outage.afterCauseS <= MOST_AFTER_REDIS_S);
  await untilAvailable(cluster, notes.say);
  const after = await opened.audit();
  const accepted = buyers.attempts.filter(({ status }) => status === 201).length;
  const counted = after.orders.total - before.orders.total;
  notes.check(
    `${name}: every accepted order is in the books`,
    counted >= accepted && counted <= buyers.attempts.length,
    `${accepted} accepted, ${counted} in the books`,
  );
  notes.check(
    `${name}: every promise holds`,
    after.problems.length === 0,
    after.problems.join('; '),
  );
}

async function untilReplaced(cluster: Cluster, former: Pod | undefined): Promise<void> {
  await cluster.until(
    async () =>
      (await cluster.pods('redis')).filter(({ metadata }) => metadata.uid !== former?.metadata.uid),
    (pods) => pods.some(isReady),
    {
      timeoutS: READY_TIMEOUT_S,
      describe: (pods) => pods.flatMap((pod) => whyNotReady(pod) ?? []).join('\n'),
      everyMs: 100,
    },
  );
}
