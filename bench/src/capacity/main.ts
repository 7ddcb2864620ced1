import { parseArgs } from 'node:util';
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Results } from '../measure/table.ts';
import {
  type Abilities,
  type LineAbilities,
  type LineSale,
  planCapacity,
  planLine,
  type Sale,
} from './plan.ts';

// How large a system a sale needs, from the figures of the last `npm run bench` or your own.

/** Confirmations with ticket and receipt as PDF, for a second of one core: docs/capacity.md. */
const MAILS_PER_S = 18;

const DEFAULTS: Sale & LineSale & Abilities & LineAbilities & { corePrice: number } = {
  tickets: 1_000_000,
  visitors: 10_000_000,
  peakSeconds: 600,
  ticketsPerOrder: 2,
  pagesPerVisitor: 10,
  orderingShare: 1,
  utilization: 0.5,
  sellSeconds: 600,
  pollSeconds: 6,
  mailSeconds: 3600,
  ...measured(),
  /** Per hour, in any currency. */
  corePrice: 0.05,
};

const NAMES = Object.keys(DEFAULTS) as (keyof typeof DEFAULTS)[];
const option = (name: string) => name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', default: false },
    ...Object.fromEntries(NAMES.map((name) => [option(name), { type: 'string' as const }])),
  },
});

const given = values as Record<string, string | boolean | undefined>;
if (given['help'] === true) {
  print('npm run capacity -- --tickets 1000000 --visitors 10000000 ...\n');
  for (const name of NAMES) print(`  --${option(name).padEnd(20)} default ${DEFAULTS[name]}`);
} else {
  const input = { ...DEFAULTS };
  for (const name of NAMES) {
    const text = given[option(name)];
    if (text !== undefined) input[name] = readNumber(option(name), String(text));
  }
  show(input);
}

function show(input: typeof DEFAULTS): void {
  const plan = planCapacity(input, input);
  print('without a waiting room');
  line('orders asked for', plan.ordersPerS, '/s');
  line('pages asked for', plan.pagesPerS, '/s');
  line('orders that get tickets', plan.acceptedOrders);
  line('gateways', plan.gateways);
  line('order workers', plan.workers);
  line('shards (Redis masters)', plan.shards);
  line('Redis memory in all', plan.redisMemoryGb, 'GB');
  line('cores', plan.cores, 'and as many for the replicas of Redis as shards');
  line('price of the peak', (plan.cores + plan.shards) * (input.corePrice / 3600), 'a second');
  line('sold out after', plan.secondsToSellOut, 's at the earliest');
  line('first wall', plan.wall);
  showLine(input);
}

function showLine(input: typeof DEFAULTS): void {
  const plan = planLine(input, input);
  print('\nwith a waiting room, and payments');
  line('people who join', plan.joinsPerS, '/s');
  line('looks at the line', plan.readsPerS, '/s, from the cache of nginx');
  line('orders', plan.ordersPerS, '/s, the pace of the line');
  line('waiting rooms', plan.waitingRooms);
  line('cores of nginx', plan.doors);
  line('gateways', plan.gateways);
  line('order workers', plan.workers);
  line('shards (Redis masters)', plan.shards);
  line('payments', plan.payments);
  line('cores of delivery', plan.delivery, `so that all have their mail in ${input.mailSeconds} s`);
  line('cores', plan.cores, 'and as many for the replicas of Redis as shards');
  line('price of an hour', (plan.cores + plan.shards) * input.corePrice);
}

function line(what: string, value: number | string, unit = ''): void {
  const text = typeof value === 'number' ? round(value) : value;
  print(`${what.padEnd(28)} ${text} ${unit}`.trimEnd());
}

function measured(): Abilities & LineAbilities {
  const file = fileURLToPath(new URL('../../results/latest.json', import.meta.url));
  if (!existsSync(file)) return giveUp('there are no figures yet: npm run bench measures them');
  const { rows } = JSON.parse(readFileSync(file, 'utf8')) as Results;
  const figure = (benchmark: string, start = '') => {
    const found = rows.find((row) => row.benchmark === benchmark && row.what.startsWith(start));
    const missing = `the last npm run bench has no figure of ${benchmark} called "${start}"; run it again`;
    return found?.ours.median ?? giveUp(missing);
  };
  const deployed = '`POST /orders` with key, rate limit, CORS and 1 % of traces';
  const placingUs = figure('post-orders', `Redis’ CPU for ${deployed}`);
  const settlingUs = figure('redis-cost', 'Redis’ CPU for reading and settling');
  return {
    postsPerS: figure('post-orders', `${deployed}, by one gateway`),
    // Of a gateway that is asked for every page: nginx' cache makes it fewer.
    pagesPerS: figure('get-tickets', '`GET /tickets` from the gateway itself'),
    settledPerS: figure('settle'),
    redisOrdersPerS: 1e6 / (placingUs + settlingUs),
    joinsPerS: figure('line', 'joining a line, by one waiting room'),
    readsPerS: figure('line', 'reading a line from the cache of nginx'),
    checkoutsPerS: figure('payments', 'checkouts started'),
    mailsPerS: MAILS_PER_S,
    bytesPerOrder: figure('order-memory'),
    bytesPerKey:
      figure('order-memory', 'Redis memory for a settled order of two items, with') -
      figure('order-memory'),
  };
}

function readNumber(name: string, text: string): number {
  const value = Number(text);
  if (Number.isFinite(value) && value > 0) return value;
  return giveUp(`--${name} must be a number above 0, not ${text}`);
}

function giveUp(why: string): never {
  process.stderr.write(`${why}\n`);
  process.exit(2);
}

function round(value: number): string {
  if (value >= 100) return Math.round(value).toLocaleString('en');
  return value >= 1 && Number.isInteger(value) ? String(value) : value.toPrecision(3);
}

function print(text: string): void {
  process.stdout.write(`${text}\n`);
}
