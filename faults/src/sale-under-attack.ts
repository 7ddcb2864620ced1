import {
  checkSale,
  type RunningService,
  type SaleCheck,
  startCrowd,
  type System,
  type SystemOptions,
} from '@onsale/testing';
import type { Outcome, Stage } from './story.ts';
import { untilNormal } from './until-normal.ts';

/** A sale that is going on. */
export interface Scene {
  system: System;
  /** Where the crowd buys; a story that replaces a gateway replaces it here. */
  gateways: RunningService[];
  workers: RunningService[];
  /** Orders answered 201 so far, by their idempotency keys. */
  orders: Map<string, string>;
}

export interface Attack {
  system?: Partial<SystemOptions>;
  /** Of each; 1 without it. */
  gateways?: number;
  workers?: number;
  buyers?: number;
  /** Between two purchases of one buyer; as fast as it goes without it. */
  pauseMs?: number;
  times: number;
  /** Before the services start: gives them further variables. */
  prepare?: (system: System) => Promise<Record<string, string>>;
  /** Does the fault and ends it. */
  once: (scene: Scene, turn: number) => Promise<void>;
  /** After the last: what must be so, a sentence for each thing that is not. */
  examine?: (scene: Scene) => Promise<string[]>;
  /** After the check: a figure that is worth telling. */
  note?: (check: SaleCheck) => string;
}

/** Far more than any story sells: nothing is sold out, so every order must be confirmed. */
const CAPACITY = 10_000_000;

/** Opens a sale, attacks it some times, waits until it is normal again, and counts. */
export async function saleUnderAttack(stage: Stage, attack: Attack): Promise<Outcome> {
  const system = await stage.startSystem({ capacity: CAPACITY, ...attack.system });
  const environment = (await attack.prepare?.(system)) ?? {};
  const times = (count = 1) => Array.from({ length: count });
  const gateways = await Promise.all(
    times(attack.gateways).map(() => system.startGateway(environment)),
  );
  const workers = await Promise.all(
    times(attack.workers).map(() => system.startWorker(environment)),
  );
  const crowd = startCrowd({
    addresses: () => gateways.map(({ address }) => address),
    buyers: attack.buyers ?? 20,
    ticketIds: system.ticketIds,
    ...(attack.pauseMs === undefined ? {} : { pauseMs: attack.pauseMs }),
  });
  const { orders } = crowd.sale;
  const scene: Scene = { system, gateways, workers, orders };
  for (let turn = 0; turn < attack.times; turn++) {
    stage.say(`${turn + 1} of ${attack.times}, ${orders.size} orders so far`);
    await attack.once(scene, turn);
  }
  const sinceMs = performance.now();
  const secondsToNormal = await untilNormal(
    gateways.map(({ address }) => address),
    { sinceMs, orders },
  );
  const sale = await crowd.stop();
  const check = await checkSale(system, sale);
  const broken = (await attack.examine?.(scene)) ?? [];
  const note = attack.note?.(check);
  return {
    ...{ faults: attack.times, check, secondsToNormal, broken },
    ...(note === undefined ? {} : { note }),
  };
}
