import {
  checkSale,
  type RunningService,
  type SaleCheck,
  startCrowd,
  type System,
  type SystemOptions,
} from '@onsale/testing';
import type { Outcome, Stage } from './scenario.ts';
import { untilNormal } from './until-normal.ts';

/** A running sale. */
export interface Scene {
  system: System;
  /** Where the crowd buys; a scenario that replaces a gateway replaces it here. */
  gateways: RunningService[];
  workers: RunningService[];
  /** Orders answered with 201 so far, by idempotency key. */
  orders: Map<string, string>;
}

export interface Attack {
  system?: Partial<SystemOptions>;
  /** Number of each; 1 by default. */
  gateways?: number;
  workers?: number;
  buyers?: number;
  /** Pause between two purchases of a buyer; none by default. */
  pauseMs?: number;
  times: number;
  /** Called before the services start, to set further variables. */
  prepare?: (system: System) => Promise<Record<string, string>>;
  /** Causes the fault and ends it. */
  once: (scene: Scene, turn: number) => Promise<void>;
  /** Called after the last fault: returns a sentence for each thing that is not as it must be. */
  examine?: (scene: Scene) => Promise<string[]>;
  /** Called after the check: returns a figure worth reporting. */
  note?: (check: SaleCheck) => string;
}

/** Far more than any scenario sells: nothing sells out, so every order must be confirmed. */
const CAPACITY = 10_000_000;

/** Opens a sale, attacks it a number of times, waits until it is back to normal, and counts. */
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
