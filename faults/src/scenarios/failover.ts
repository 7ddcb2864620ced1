import { setTimeout as delay } from 'node:timers/promises';
import { eventually, startRedisPair } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import { type Scenario, withLoss } from '../scenario.ts';

const ORDERS_BEFORE = 50;

/** The master dies while its replica lags behind, and the replica becomes the master. */
function failover(replicas: 0 | 1, scenario: Pick<Scenario, 'name' | 'promise'>): Scenario {
  return {
    ...scenario,
    fault: `the replica is behind when its master dies; \`WAIT_REPLICAS=${replicas}\``,
    run: async (stage) => {
      const pair = await startRedisPair();
      stage.onEnd(() => pair.stop());
      const outcome = await saleUnderAttack(stage, {
        system: { redis: pair, environment: { WAIT_REPLICAS: String(replicas) } },
        times: stage.quick ? 1 : 10,
        once: async ({ orders }) => {
          // There must be something to lose.
          const before = orders.size;
          await eventually(
            async () => orders.size - before,
            (count) => count >= ORDERS_BEFORE,
          );
          pair.holdReplication(true);
          // Longer than the gateway waits for replicas: what it then answers with 201 would be
          // lost.
          await delay(stage.random.integer(600, 1200));
          await pair.failOver();
        },
      });
      return replicas > 0 ? outcome : withLoss(outcome);
    },
  };
}

export const failoverWithWait = failover(1, {
  name: 'failover-with-wait',
  promise: 'nothing answered 201 is lost; 503 until a replica follows again',
});

export const failoverWithoutWait = failover(0, {
  name: 'failover-without-wait',
  promise: 'only orders that the replica lacked are lost',
});
