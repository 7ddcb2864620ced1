import { setTimeout as delay } from 'node:timers/promises';
import { ADMISSION_HEADER, type Place } from '@onsale/contracts';
import { openLedger, readEvent, writeEvent } from '@onsale/ledger';
import {
  checkSale,
  eventually,
  type RunningService,
  type Sale,
  type System,
} from '@onsale/testing';
import type { Outcome, Scenario, Stage } from '../scenario.ts';

// Everybody of a line, while what keeps it dies.

const ADMISSION_KEYS = 'a-secret-of-at-least-thirty-two-characters';
const KINDS = ['room', 'gateway', 'redis'] as const;
/** After each death somebody is served, or told that nothing is left, within this time. */
const GOES_ON_WITHIN_S = 5;

/** Waiting rooms, gateways and Redis die in mid-sale. */
export const killedLine: Scenario = {
  name: 'line-killed',
  fault: 'waiting rooms, gateways and Redis are killed',
  promise: `no place is lost or doubled, and the line goes on within ${GOES_ON_WITHIN_S} s`,
  run: async (stage) => {
    const deaths = stage.quick ? 4 : 40;
    const people = deaths * 30;
    // All of them can have a ticket, so that each is served in the end.
    const system = await stage.startSystem({
      capacity: people,
      redisArgs: ['--appendfsync', 'always'],
      environment: { ADMISSION_KEYS },
    });
    const two = async (start: () => Promise<RunningService>) => [await start(), await start()];
    const gateways = await two(() => system.startGateway());
    await two(() => system.startWorker());
    await openWaitingRoom(system);
    const rooms = await two(() => system.startService('waiting-room', {}));
    const shop: Shop = { gateways, rooms, random: stage.random };
    const crowd = Array.from({ length: people }, (_, i) => new Waiting(`p${i}`, shop));
    const served = Promise.all(crowd.map((person) => person.untilServed()));
    const slowest = await killAll(stage, { system, shop, crowd, deaths });
    await served;
    // The tests of a machine that does much else say nothing of times.
    const mostS = stage.quick ? Infinity : GOES_ON_WITHIN_S;
    return await examine(system, crowd, { deaths, slowest, mostS });
  },
};

interface Shop {
  gateways: RunningService[];
  rooms: RunningService[];
  random: Stage['random'];
}

/** Kills what keeps the line, one after the other; the longest time until somebody was served again, in seconds. */
async function killAll(
  stage: Stage,
  { system, shop, crowd, deaths }: { system: System; shop: Shop; crowd: Waiting[]; deaths: number },
): Promise<number> {
  let slowest = 0;
  const servedSoFar = () => crowd.filter(({ orders }) => orders.size > 0).length;
  for (let death = 0; death < deaths; death++) {
    await delay(stage.random.integer(200, 800));
    // Each of them at least once, whatever the chances.
    const kind = KINDS[death] ?? stage.random.pick(KINDS);
    const before = servedSoFar();
    if (kind === 'redis') {
      await system.redis.kill('SIGKILL');
      await delay(stage.random.integer(0, 300));
      await system.redis.restart();
    } else {
      const [all, start] =
        kind === 'room'
          ? ([shop.rooms, () => system.startService('waiting-room', {})] as const)
          : ([shop.gateways, () => system.startGateway()] as const);
      const victim = stage.random.pick(all);
      victim.signal('SIGKILL');
      await victim.exited;
      const heir = await start();
      all.splice(all.indexOf(victim), 1, heir);
    }
    const sinceMs = performance.now();
    await eventually(
      async () => servedSoFar(),
      (now) => now > before || now === crowd.length,
      60_000,
    );
    const tookS = (performance.now() - sinceMs) / 1000;
    slowest = Math.max(slowest, tookS);
    stage.say(
      `${kind} killed with ${crowd.length - before} in line; somebody was served ${tookS.toFixed(1)} s after it was back`,
    );
  }
  return slowest;
}

async function examine(
  system: System,
  crowd: readonly Waiting[],
  { deaths, slowest, mostS }: { deaths: number; slowest: number; mostS: number },
): Promise<Outcome> {
  const sale: Sale = {
    orders: new Map(crowd.flatMap((person) => [...person.orders])),
    ...{ soldOut: 0, repeated: 0 },
  };
  const numbers = crowd.map(({ number }) => number);
  const changed = crowd.filter((person) => person.hasLostPlace).length;
  const twice = crowd.filter(({ orders }) => orders.size > 1).length;
  const doubled = numbers.length - new Set(numbers).size;
  const broken = [
    ...(changed > 0 ? [`${changed} places were lost, or got another number`] : []),
    ...(doubled > 0 ? [`${doubled} numbers were given twice`] : []),
    ...(twice > 0 ? [`${twice} people ordered twice`] : []),
    ...(slowest > mostS ? [`once the line stood still for ${slowest.toFixed(1)} s`] : []),
  ];
  const check = await checkSale(system, sale);
  return {
    ...{ faults: deaths, check, secondsToNormal: slowest, broken },
    note: `${crowd.length} people, all served`,
  };
}

async function openWaitingRoom(system: System): Promise<void> {
  const ledger = await openLedger(system.connection, system.shards);
  const event = await readEvent(ledger, 'show');
  if (event === undefined) throw new Error('there is no event');
  const document = {
    ...event.document,
    // Slow enough for people to be in line until the last death.
    waitingRoom: { opens: 'always' as const, perMinute: 1200, placesPerNetwork: 1_000_000 },
  };
  const { revision } = event;
  const written = await writeEvent(ledger, document, { revision, status: 'on_sale' });
  if (written.outcome !== 'written') throw new Error(JSON.stringify(written));
}

/** Somebody who waits, with a cookie that stays, and who asks again whatever dies. */
class Waiting {
  readonly #name: string;
  readonly #shop: Shop;
  #cookie = '';
  number: number | undefined;
  hasLostPlace = false;
  /** By idempotency key. */
  readonly orders = new Map<string, string>();

  constructor(name: string, shop: Shop) {
    this.#name = name;
    this.#shop = shop;
  }

  async untilServed(): Promise<void> {
    for (let asked = 0; ; asked++) {
      const place = await this.#ask(this.#cookie === '' ? 'POST' : 'GET');
      if (place?.state === 'served' && this.orders.size > 0) return;
      // Also when the answer to the order got lost: the same key gets it again, without an admission.
      if (place?.state === 'turn' || place?.state === 'served') {
        await this.#order(place.admission ?? '');
      }
      // Not all at once.
      else await delay(300 + this.#shop.random.integer(0, 400));
      if (asked > 2000) throw new Error(`${this.#name} is never served`);
    }
  }

  async #ask(method: 'GET' | 'POST'): Promise<Place | undefined> {
    const { address } = this.#shop.random.pick(this.#shop.rooms);
    try {
      const response = await fetch(`${address}/v1/lines/show/place`, {
        method,
        headers: { 'content-type': 'application/json', cookie: this.#cookie },
      });
      this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
      if (response.status === 404 && this.number !== undefined) this.hasLostPlace = true;
      if (response.status !== 200) return undefined;
      const place = (await response.json()) as Place;
      if (place.number !== undefined) {
        this.hasLostPlace ||= this.number !== undefined && this.number !== place.number;
        this.number = place.number;
      }
      return place;
    } catch {
      return undefined;
    }
  }

  // With one key, as the page does: an answer that got lost is asked for again.
  async #order(admission: string): Promise<void> {
    const key = `${this.#name}-key`;
    const { address } = this.#shop.random.pick(this.#shop.gateways);
    try {
      const response = await fetch(`${address}/v1/orders`, {
        method: 'POST',
        headers: {
          ...{ 'content-type': 'application/json', 'idempotency-key': key },
          ...{ cookie: this.#cookie, [ADMISSION_HEADER]: admission },
        },
        body: JSON.stringify({
          customer: { name: 'Ada', email: `${this.#name}@example.com` },
          items: [{ ticketId: 'seat', qty: 1 }],
          paymentMethod: 'credit_card',
        }),
      });
      const { orderId } = (await response.json()) as { orderId?: string };
      if (orderId !== undefined) this.orders.set(key, orderId);
    } catch {
      // It is asked again.
    }
  }
}
