import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EVENT_STARTS_AT, freePorts, type System } from '@onsale/testing';
import { type FakeClock, makeFakeClock } from '../fake-clock.ts';
import { type Part, preparePart } from '../part.ts';
import type { Stage } from '../scenario.ts';

const BANK_TOKEN = 'token-of-the-bank';
const STAFF_TOKEN = 'token-of-the-seller';
const WEBHOOK_SECRET = `whsec_${Buffer.alloc(32, 7).toString('base64')}`;
/** What orders are known by at the bank; nothing is served there. */
export const SHOP_URL = 'http://shop.example';
export const PRICE_MINOR = 2000;

/** A shop that takes payments from a bank, in real processes. */
export interface PayingShop {
  system: System;
  gateways: readonly Part[];
  payments: readonly Part[];
  workers: readonly Part[];
  bank: Part;
  bankToken: string;
  staffToken: string;
  /** The clocks of workers, payments and bank: apart from each other, and from that of Redis. */
  clocks: readonly FakeClock[];
}

export interface ShopOptions {
  capacity: number;
  holdMs: number;
  giveUpMs: number;
  sweepMs: number;
  /** When its event starts; far off by default. */
  startsAt?: string;
  /** One clock for all, Redis included; apart from each other by default. */
  clock?: FakeClock;
  /** Variables of gateways and payments. */
  environment?: Record<string, string>;
}

/** Starts Redis, the bank, and two of each service. */
export async function startPayingShop(stage: Stage, options: ShopOptions): Promise<PayingShop> {
  const folder = await mkdtemp(join(tmpdir(), 'onsale-paying-'));
  stage.onEnd(() => rm(folder, { recursive: true }));
  const catalogFile = join(folder, 'catalog.yaml');
  await writeFile(catalogFile, catalogOf(options));
  const system = await stage.startSystem({
    capacity: options.capacity,
    redisArgs: ['--appendfsync', 'always'],
    redisEnvironment: options.clock?.redisEnvironment ?? {},
  });
  const clocks = await makeClocks(stage, options);
  const [ofWorkers, ofPayments, ofBank] = clocks.map(({ environment }) => environment);
  const [bankPort = 0, ...ports] = await freePorts(5);
  const common = {
    REDIS_URL: system.redis.url,
    SHARDS: '1',
    CATALOG_FILE: catalogFile,
    PUBLIC_URL: SHOP_URL,
  };
  const part = (service: string, port: number, environment: Record<string, string>) =>
    preparePart(stage, { service, port, environment: { ...common, ...environment } });
  const bank = part('bank', bankPort, {
    ...ofBank,
    PUBLIC_URL: `http://127.0.0.1:${bankPort}`,
    DATA_DIR: join(folder, 'bank'),
    WEBHOOK_URL: `http://127.0.0.1:${ports[0]}/webhooks/bank`,
    BANK_TOKEN,
    BANK_WEBHOOK_SECRET: WEBHOOK_SECRET,
  });
  const payments = ports.slice(0, 2).map((port) =>
    part('payments', port, {
      ...ofPayments,
      ...options.environment,
      PAYMENT_PROVIDER: 'bank',
      TEST_PAYMENTS: 'true',
      PAYMENTS_TOKEN: STAFF_TOKEN,
      PAYMENT_GIVE_UP_MS: String(options.giveUpMs),
      PAYMENT_SWEEP_MS: String(options.sweepMs),
      PAYMENT_CALLS_PER_S: '200',
      BANK_URL: `http://127.0.0.1:${bankPort}`,
      BANK_TOKEN,
      BANK_WEBHOOK_SECRET: WEBHOOK_SECRET,
    }),
  );
  const ofGateways = { ...options.clock?.environment, ...options.environment };
  const gateways = ports.slice(2, 4).map((port) => part('gateway', port, ofGateways));
  const workers = [1, 2].map(() =>
    part('order-worker', 0, { ...ofWorkers, WORKER_CLAIM_IDLE_MS: '300' }),
  );
  const all = [bank, ...payments, ...gateways, ...workers];
  await Promise.all(all.map((each) => each.restart()));
  return {
    ...{ system, gateways, payments, workers, bank, clocks },
    ...{ bankToken: BANK_TOKEN, staffToken: STAFF_TOKEN },
  };
}

async function makeClocks(stage: Stage, { clock }: ShopOptions): Promise<FakeClock[]> {
  if (clock !== undefined) return [clock, clock, clock];
  const clocks = await Promise.all([1, 2, 3].map(() => makeFakeClock()));
  for (const each of clocks) stage.onEnd(() => each.remove());
  return clocks;
}

function catalogOf({ capacity, holdMs, startsAt = EVENT_STARTS_AT }: ShopOptions): string {
  return `events:
  - id: show
    name: Show
    venue: Hall
    startsAt: ${startsAt}
    currency: EUR
    paymentMethods: [online]
    holdMinutes: ${holdMs / 60_000}
    tickets:
      - { id: seat, name: Seat, type: adult, price: ${PRICE_MINOR / 100}, capacity: ${capacity} }
`;
}
