import { setTimeout as delay } from 'node:timers/promises';
import { startTcpProxy, type TcpProxy } from '@onsale/testing';
import { saleUnderAttack } from '../sale-under-attack.ts';
import type { Stage, Scenario } from '../scenario.ts';

/** A sale whose gateways and workers reach Redis through a network that is made bad. */
function badNetwork(
  scenario: Pick<Scenario, 'name' | 'fault' | 'promise'>,
  makeBad: (proxy: TcpProxy, stage: Stage) => Promise<void>,
): Scenario {
  return {
    ...scenario,
    run: async (stage) => {
      let proxy: TcpProxy;
      return await saleUnderAttack(stage, {
        prepare: async ({ redis }) => {
          proxy = await startTcpProxy(redis.url.slice('unix://'.length));
          stage.onEnd(() => proxy.close());
          return { REDIS_URL: proxy.url };
        },
        times: stage.quick ? 3 : 30,
        once: async () => {
          await delay(stage.random.integer(50, 300));
          await makeBad(proxy, stage);
        },
      });
    },
  };
}

export const cutNetwork = badNetwork(
  {
    name: 'cut-network',
    fault: 'connections to Redis are cut in the middle of a reply',
    promise: 'a repeated request finds its order',
  },
  async (proxy) => proxy.cutReplies(),
);

export const stalledNetwork = badNetwork(
  {
    name: 'stalled-network',
    fault: 'replies of Redis stall for up to 3 s',
    promise: '503 within a second; a repeated request finds its order',
  },
  async (proxy, { random, quick }) => {
    proxy.setCondition('stalled');
    await delay(random.integer(500, quick ? 1500 : 3000));
    proxy.setCondition('clear');
  },
);

export const slowNetwork = badNetwork(
  {
    name: 'slow-network',
    fault: 'replies of Redis take 100 ms longer',
    promise: 'orders go on, slower',
  },
  async (proxy, { random, quick }) => {
    proxy.setCondition('slow');
    await delay(random.integer(500, quick ? 1000 : 3000));
    proxy.setCondition('clear');
  },
);
