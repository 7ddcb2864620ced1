import { setTimeout as delay } from 'node:timers/promises';
import type { Line } from '@onsale/contracts';
import {
  type AskedFor,
  arrivals,
  Clock,
  Door,
  KINDS,
  type Person,
  play,
  type Scene,
  seededRandom,
  visitorFromAfar,
} from '@onsale/crowd';
import { audit, hashList, hashSeed, numbersOf, openLedger } from '@onsale/ledger';
import { connectionOf, type PartUsage, readPartUsage } from '@onsale/testing';
import { startSite } from '@onsale/testing/site';
import { chiSquareOfDraws } from './draw-fairness.ts';
import { judge, type Judgement, type Tally } from './judge.ts';

/** A noon to play. */
export interface NoonOptions {
  people: number;
  tickets: number;
  seed: number;
  /** Within how many seconds they arrive. */
  seconds: number;
  say: (line: string) => void;
}

/** What came of it. */
export interface NoonReport {
  judgements: Judgement[];
  parts: PartUsage[];
  statuses: Record<string, number>;
  /** From the opening until everybody had a ticket or knew that there is none, in seconds. */
  tookS: number;
  kinds: Record<string, number>;
}

/** How many come before the opening. */
const EARLY_SHARE = 0.8;
/** Before anybody comes, and before the opening, when the last of the early ones have come. */
const BEFORE_MS = 2000;
const PROBE_MS = 200;
/** Ends what does not end by itself. */
const MOST_MS = 600_000;

/** Plays a sale at noon against a whole shop of real processes, and judges it. */
export async function runNoon(options: NoonOptions): Promise<NoonReport> {
  const { people: count, tickets, seconds, seed, say } = options;
  const random = seededRandom(seed);
  const early = seconds * 1000 * EARLY_SHARE;
  const opensInMs = 8000 + early + BEFORE_MS;
  const opens = new Date(Math.ceil((Date.now() + opensInMs) / 1000) * 1000);
  const site = await startSite({
    catalog: catalogOf(opens, tickets),
    waitingRoom: { TRUSTED_PROXIES: '127.0.0.1' },
    gatewayEnvironment: { TRUSTED_PROXIES: '127.0.0.1', RATE_LIMIT_ORDERS: '30' },
    nginxEnvironment: { TRUSTED_PROXIES: '127.0.0.1' },
  });
  const ending = new AbortController();
  const tally: Tally = { statuses: new Map(), pageMs: [] };
  const lags: number[] = [];
  const wasLate = (ms: number) => void lags.push(ms);
  const clock = new Clock(wasLate);
  const api = `${site.url}/api/v1`;
  const answered = (what: AskedFor, status: number) => {
    const key = `${what} ${status}`;
    tally.statuses.set(key, (tally.statuses.get(key) ?? 0) + 1);
  };
  const door = new Door({ line: api, shop: api }, answered, wasLate);
  try {
    const opensAtMs = performance.now() + opens.getTime() - Date.now();
    const people = arrivals({
      ...{ people: count, random, opensAtMs, earlyShare: EARLY_SHARE },
      ...{ earlyMs: early, beforeMs: BEFORE_MS / 2, lateMs: seconds * 1000 - early },
    });
    const scene: Scene = {
      ...{ door, clock, random, eventId: 'noon', ticketId: 'noon-seat', copied: [] },
      identityOf: visitorFromAfar,
    };
    const telling = rememberHashes(door, ending.signal);
    const probing = probePages({ url: site.url, tally, signal: ending.signal });
    const progress = setInterval(() => say(progressOf(people)), 5000);
    const timer = setTimeout(() => clock.end(), MOST_MS);
    say(`${count} people for ${tickets} tickets; the sale opens at ${opens.toISOString()}`);
    await Promise.all(people.map((person) => play(person, scene)));
    clearInterval(progress);
    clearTimeout(timer);
    const endedAtMs = performance.now();
    const parts = readPartUsage();
    ending.abort();
    const [told] = await Promise.all([telling, probing]);
    const lots = await (await fetch(`${api}/lines/noon/lots`)).text();
    const [head = '', ...list] = lots.trim().split('\n');
    const published = head.replace('seed ', '');
    const ledger = await openLedger(connectionOf(site.redis), 1);
    const settled = people.flatMap((person) =>
      person.orders.filter(({ status }) => status === 'confirmed'),
    );
    const noon = {
      ...{ people, tickets, tally, opensAtMs, lags },
      soldOutAtMs:
        settled.length < tickets
          ? undefined
          : Math.max(...settled.map(({ settledAtMs = 0 }) => settledAtMs)),
      drawn: await numbersOf(published, list),
      hashes: { told, computed: [hashSeed(published), hashList(list)] },
      chiSquare: await chiSquareOfDraws(seed),
      problems: (await audit(ledger)).problems,
    };
    return {
      ...{ judgements: judge(noon), parts },
      statuses: Object.fromEntries([...tally.statuses].sort()),
      tookS: (endedAtMs - opensAtMs) / 1000,
      kinds: Object.fromEntries(
        KINDS.map((kind) => [kind, people.filter((each) => each.kind === kind).length]),
      ),
    };
  } finally {
    ending.abort();
    clock.end();
    door.close();
    await site.stop();
  }
}

function catalogOf(opens: Date, tickets: number): string {
  const at = opens.toISOString().replace(/\.\d+Z/, 'Z');
  return `events:
  - id: noon
    name: The Noon Show
    venue: Old Hall, Ghent
    startsAt: 2087-05-01T20:00:00+02:00
    salesFrom: '${at}'
    currency: EUR
    waitingRoom: { opens: from, from: '${at}', lobbyFrom: '2026-01-01T00:00:00Z' }
    tickets: [{ id: noon-seat, name: Seat, type: adult, price: 20, capacity: ${tickets} }]
`;
}

// What the line tells of the draw before it is drawn.
async function rememberHashes(door: Door, signal: AbortSignal): Promise<string[]> {
  let told: string[] = [];
  while (!signal.aborted) {
    const answer = await door
      .ask<Line>({ for: 'line', method: 'GET', path: '/lines/noon', address: '198.19.0.1' })
      .catch(() => undefined);
    const draw = answer?.body?.draw;
    if (draw !== undefined && !draw.isDrawn) {
      told = [draw.seedHash, ...(draw.listHash === undefined ? [] : [draw.listHash])];
    }
    await delay(300, undefined, { signal }).catch(() => undefined);
  }
  return told;
}

// Somebody who looks at the shop meanwhile.
async function probePages(shop: { url: string; tally: Tally; signal: AbortSignal }): Promise<void> {
  const { url, tally, signal } = shop;
  const pages = ['/', '/events/noon', '/api/v1/events/noon', '/line/noon'];
  for (let i = 0; !signal.aborted; i++) {
    const startMs = performance.now();
    const status = await statusOf(`${url}${pages[i % pages.length]}`);
    if (status === 200) tally.pageMs.push(performance.now() - startMs);
    const key = `page ${status}`;
    tally.statuses.set(key, (tally.statuses.get(key) ?? 0) + 1);
    await delay(PROBE_MS, undefined, { signal }).catch(() => undefined);
  }
}

async function statusOf(url: string): Promise<number> {
  try {
    const response = await fetch(url, { headers: { 'x-forwarded-for': '198.19.0.2' } });
    await response.arrayBuffer();
    return response.status;
  } catch {
    return 0;
  }
}

function progressOf(people: readonly Person[]): string {
  const count = (isSo: (person: Person) => boolean) => people.filter(isSo).length;
  const joined = count(({ joinedAtMs }) => joinedAtMs !== undefined);
  const bought = count(({ orders }) => orders.length > 0);
  return `${joined} in line, ${bought} with an order, ${count(({ toldAtMs }) => toldAtMs !== undefined)} told that nothing is left`;
}
