import { setTimeout as delay } from 'node:timers/promises';
import { eventually, startRedisSentinels } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import { type Scenario, withLoss } from '../scenario.ts';

const ORDERS_BEFORE = 50;
const PATIENCE_MS = 60_000;

/** Sentinels replace a master that dies while its replica has lost the connection to it. */
function sentinel(replicas: 0 | 1, scenario: Pick<Scenario, 'name' | 'promise'>): Scenario {
  return {
    ...scenario,
    fault: `Sentinel replaces a master that its replica had lost; \`WAIT_REPLICAS=${replicas}\``,
    run: async (stage) => {
      const watched = await startRedisSentinels();
      stage.onEnd(() => watched.stop());
      const replacedS: number[] = [];
      const outcome = await saleUnderAttack(stage, {
        system: { redis: watched, environment: { WAIT_REPLICAS: String(replicas) } },
        times: stage.quick ? 1 : 5,
        once: async ({ orders }) => {
          await watched.untilWhole();
          const before = orders.size;
          const isGoing = (count: number) => count >= ORDERS_BEFORE;
          await eventually(async () => orders.size - before, isGoing, PATIENCE_MS);
          const dead = await watched.master();
          const replica = watched.nodes.find((node) => node !== dead);
          if (dead === undefined || replica === undefined) throw new Error('there is no master');
          // From here on, the replica gets no orders: it is cut off, and can't reconnect.
          await replica.command('CONFIG', 'SET', 'masterauth', 'wrong');
          await dead.command('CLIENT', 'KILL', 'TYPE', 'replica');
          // Longer than the gateway waits for replicas.
          await delay(stage.random.integer(600, 1000));
          await dead.kill('SIGKILL');
          await replica.command('CONFIG', 'SET', 'masterauth', '');
          const killedAtMs = performance.now();
          const master = async () => await watched.master();
          await eventually(master, (now) => now !== undefined && now !== dead, PATIENCE_MS);
          replacedS.push((performance.now() - killedAtMs) / 1000);
          // It considers itself a master until the sentinels tell it to follow the new one.
          await dead.restart();
        },
      });
      const [least, most] = [Math.min(...replacedS), Math.max(...replacedS)];
      const note = `replaced after ${least.toFixed(1)} to ${most.toFixed(1)} s`;
      return replicas > 0 ? { ...outcome, note } : withLoss(outcome, note);
    },
  };
}

export const sentinelWithWait = sentinel(1, {
  name: 'sentinel-with-wait',
  promise: 'nothing answered 201 is lost; 503 until the dead one follows the new master',
});

export const sentinelWithoutWait = sentinel(0, {
  name: 'sentinel-without-wait',
  promise: 'only orders that the replica lacked are lost',
});
