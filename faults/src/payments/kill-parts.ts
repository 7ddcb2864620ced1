import { setTimeout as delay } from 'node:timers/promises';
import type { Random } from '@onsale/crowd';
import type { Part } from '../part.ts';
import type { BankAccount } from './bank-account.ts';
import type { PayingShop } from './paying-shop.ts';

/** How far the clocks are apart: messages of the bank are taken for five minutes. */
const FARTHEST_S = { workers: 7200, payments: 120, bank: 120 };
/** For how long a killed part is away, beside its start. */
const AWAY_MS = { least: 20, most: 600 };

/** What was done to the shop so far. */
export interface Damage {
  /** By the name of the part. */
  kills: Map<string, number>;
  clockJumps: number;
  /** How often each fault of the bank happened. */
  struck: Map<string, number>;
}

/**
 * Kills one part after another in random order, and moves the clocks, until it is told to stop; in the end
 * all run, and the clocks are right.
 */
export function startKilling(
  shop: PayingShop,
  bank: BankAccount,
  { random, pauseMs }: { random: Random; pauseMs: number },
): { damage: Damage; stop: () => Promise<void> } {
  const damage: Damage = { kills: new Map(), clockJumps: 0, struck: new Map() };
  const stopping = new AbortController();
  const redis: Part = {
    name: 'redis',
    address: '',
    get pid() {
      return shop.system.redis.pid;
    },
    kill: () => shop.system.redis.kill('SIGKILL'),
    restart: () => shop.system.redis.restart(),
    signal: (signal) => void shop.system.redis.kill(signal),
    crashes: [],
  };
  const noteStruck = async () => {
    for (const [fault, count] of Object.entries(await bank.struck())) {
      damage.struck.set(fault, (damage.struck.get(fault) ?? 0) + count);
    }
  };
  const killOne = async (part: Part) => {
    // The bank counts in memory.
    if (part === shop.bank) await noteStruck();
    await part.kill();
    damage.kills.set(part.name, (damage.kills.get(part.name) ?? 0) + 1);
    await delay(random.integer(AWAY_MS.least, AWAY_MS.most));
    await part.restart();
  };
  const jump = async () => {
    const [workers, payments, ofBank] = shop.clocks;
    const within = (farthestS: number) => random.integer(-farthestS, farthestS);
    await workers?.jumpTo(within(FARTHEST_S.workers));
    await payments?.jumpTo(within(FARTHEST_S.payments));
    await ofBank?.jumpTo(within(FARTHEST_S.bank));
    damage.clockJumps += 1;
  };
  // Two at a time, so that one of each service goes on.
  const halves = [0, 1].map((i) => {
    const own = [shop.payments[i], shop.gateways[i], shop.workers[i]];
    return [i === 0 ? redis : shop.bank, ...own].filter((part) => part !== undefined);
  });
  const killing = halves.map(async (parts, i) => {
    let left = [...parts];
    let isFirstRound = true;
    // On a slow machine the buyers may be through before each part had its turn.
    while (!stopping.signal.aborted || isFirstRound) {
      await delay(random.integer(pauseMs / 4, pauseMs));
      // All of them before one has its second turn.
      const [part] = left.splice(random.integer(0, left.length - 1), 1);
      // One of the two.
      if (i === 0) await jump();
      if (part !== undefined) await killOne(part);
      if (left.length > 0) continue;
      left = [...parts];
      isFirstRound = false;
    }
  });
  return {
    damage,
    stop: async () => {
      stopping.abort();
      await Promise.all(killing);
      await noteStruck();
      for (const clock of shop.clocks) await clock.jumpTo(0);
    },
  };
}
