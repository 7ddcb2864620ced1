import { setTimeout as delay } from 'node:timers/promises';
import { buy } from '@onsale/testing';
import { saleUnderAttack, type Scene } from './sale-under-attack.ts';
import type { Stage, Story } from './story.ts';

/** What a fault has at hand that keeps Redis from taking orders. */
export interface Refusal extends Scene {
  stage: Stage;
  /** Of the gateway. */
  address: string;
  /** One purchase that must get 503: the key of it, and how long the answer took. */
  buyInVain: () => Promise<{ key: string; ms: number }>;
  /** Notes a broken promise, in a sentence. */
  blame: (sentence: string) => void;
}

/**
 * A sale in the middle of which Redis takes no orders, several times. `fault` breaks Redis, buys in
 * vain and mends it.
 */
export function refusedSale(
  story: Pick<Story, 'name' | 'fault' | 'promise'>,
  fault: (refusal: Refusal) => Promise<void>,
): Story {
  return {
    ...story,
    run: async (stage) => {
      const broken: string[] = [];
      const blame = (sentence: string) => void broken.push(sentence);
      return await saleUnderAttack(stage, {
        times: stage.quick ? 1 : 5,
        once: async (scene, turn) => {
          await delay(stage.random.integer(50, 500));
          const address = scene.gateways[0]?.address ?? '';
          const buyInVain = async () => {
            const key = `${story.name}-${turn}`;
            const startedAt = performance.now();
            const { status, body } = await buy(address, key);
            if (status !== 503) blame(`the answer was ${status}: ${body}`);
            return { key, ms: performance.now() - startedAt };
          };
          await fault({ ...scene, stage, address, buyInVain, blame });
        },
        examine: async () => broken,
      });
    },
  };
}
