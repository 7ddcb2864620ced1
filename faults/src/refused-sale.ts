import { setTimeout as delay } from 'node:timers/promises';
import { buy } from '@onsale/testing';
import { saleUnderAttack, type Scene } from './sale-under-attack.ts';
import type { Stage, Scenario } from './scenario.ts';

/** What a fault that keeps Redis from taking orders works with. */
export interface Refusal extends Scene {
  stage: Stage;
  /** Address of the gateway. */
  address: string;
  /** One purchase that must get 503: returns its key and how long the response took. */
  buyInVain: () => Promise<{ key: string; ms: number }>;
  /** Records a broken promise, in a sentence. */
  blame: (sentence: string) => void;
}

/**
 * A sale during which Redis takes no orders, several times. `fault` breaks Redis, tries to buy and
 * repairs it.
 */
export function refusedSale(
  scenario: Pick<Scenario, 'name' | 'fault' | 'promise'>,
  fault: (refusal: Refusal) => Promise<void>,
): Scenario {
  return {
    ...scenario,
    run: async (stage) => {
      const broken: string[] = [];
      const blame = (sentence: string) => void broken.push(sentence);
      return await saleUnderAttack(stage, {
        times: stage.quick ? 1 : 5,
        once: async (scene, turn) => {
          await delay(stage.random.integer(50, 500));
          const address = scene.gateways[0]?.address ?? '';
          const buyInVain = async () => {
            const key = `${scenario.name}-${turn}`;
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
