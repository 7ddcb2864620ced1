import { setTimeout as delay } from 'node:timers/promises';
import { ADMISSION_HEADER, type Line, type Order, type Place } from '@onsale/contracts';
import type { Random } from '../random.ts';
import type { DoorClient } from './door-client.ts';

/** How somebody behaves in a line. */
export const KINDS = [
  ...(['patient', 'refreshing', 'leaving', 'two tabs', 'copying', 'bot'] as const),
] as const;
export type Kind = (typeof KINDS)[number];

/** What became of somebody; times are of `performance`. */
export interface Person {
  index: number;
  kind: Kind;
  arrivesAtMs: number;
  /** When the first request for a place was sent and answered. */
  joinedAtMs?: [sent: number, answered: number];
  lot?: string;
  number?: number;
  /** When a turn was first seen. */
  turnAtMs?: number;
  /** Orders that were taken, and when the button was pressed and the order confirmed. */
  orders: { id: string; pressedAtMs: number; settledAtMs?: number; status?: string }[];
  /** Orders that were taken from somebody without a turn of their own. */
  stolen: number;
  /** When somebody who waited learnt that nothing is left. */
  toldAtMs?: number;
  hasLeft?: boolean;
  /** Requests that got no answer. */
  lost: number;
}

/** What people share: where they are, and what goes around. */
export interface Scene {
  door: DoorClient;
  eventId: string;
  ticketId: string;
  random: Random;
  signal: AbortSignal;
  /** Admissions that somebody has copied, with nothing else. */
  copied: string[];
  /** How late people woke up, in ms. */
  lags: number[];
}

const THINKS_MS = [300, 2500] as const;

/** Plays somebody from their arrival until they are served, told that nothing is left, or have left. */
export async function play(person: Person, scene: Scene): Promise<void> {
  await sleepUntil(person.arrivesAtMs, scene);
  if (person.kind === 'bot') return await playBot(person, scene);
  const visitor = new Visitor(person, scene);
  await visitor.join();
  if (person.kind === 'leaving') {
    await sleep(scene.random.integer(1000, 8000), scene);
    await visitor.leave();
    person.hasLeft = true;
    return;
  }
  const tabs = person.kind === 'two tabs' ? [visitor, visitor.secondTab()] : [visitor];
  await Promise.all(tabs.map((tab) => tab.wait()));
}

/** A browser, or a tab of it. */
class Visitor {
  readonly #person: Person;
  readonly #scene: Scene;
  #cookie = '';
  #place: Place | undefined;

  constructor(person: Person, scene: Scene) {
    this.#person = person;
    this.#scene = scene;
  }

  secondTab(): Visitor {
    const tab = new Visitor(this.#person, this.#scene);
    tab.#cookie = this.#cookie;
    tab.#place = this.#place;
    return tab;
  }

  async join(): Promise<void> {
    while (this.#place === undefined && !this.#scene.signal.aborted) {
      const sent = performance.now();
      await this.#askPlace('POST');
      if (this.#place === undefined) await sleep(1000, this.#scene);
      else this.#person.joinedAtMs ??= [sent, performance.now()];
    }
  }

  async leave(): Promise<void> {
    await this.#send('DELETE', 'place');
  }

  /** As the page does: the line again and again, and the own place when it must have changed. */
  async wait(): Promise<void> {
    const { random, signal } = this.#scene;
    while (!signal.aborted) {
      const line = await this.#askLine();
      if (line === undefined) {
        await sleep(1000, this.#scene);
        continue;
      }
      if (this.#mustAsk(line)) await this.#askPlace('GET');
      if (this.#person.kind === 'refreshing' && random.integer(0, 2) === 0) {
        await this.#askPlace('POST');
      }
      if (this.#place?.state === 'turn') await this.#useTurn(this.#place);
      if (this.#place?.state === 'served' || this.#person.orders.length > 0) return;
      if (line.status === 'sold_out' || (line.remaining === 0 && line.held === 0)) {
        this.#person.toldAtMs ??= performance.now();
        return;
      }
      await sleep(line.pollS * 1000 * (0.8 + random.integer(0, 400) / 1000), this.#scene);
    }
  }

  #mustAsk(line: Line): boolean {
    const place = this.#place;
    if (place === undefined) return true;
    if (place.state === 'lobby') return line.status !== 'lobby' && line.status !== 'drawing';
    if (place.state === 'waiting') return (place.number ?? 0) <= line.serving;
    return place.state === 'slowed' || place.state === 'missed';
  }

  async #useTurn({ admission = '' }: Place): Promise<void> {
    const { random, copied } = this.#scene;
    this.#person.turnAtMs ??= performance.now();
    if (this.#person.kind === 'copying') {
      // With the token of somebody else, which is worth nothing with this cookie.
      const stolen = copied.length > 0 ? random.pick(copied) : 'nobody';
      if (await order(this.#scene, this.#person, this.#cookie, stolen)) this.#person.stolen += 1;
    }
    copied.push(admission);
    await sleep(random.integer(...THINKS_MS), this.#scene);
    await buy(this.#scene, this.#person, this.#cookie, admission);
    await this.#askPlace('GET');
  }

  async #askLine(): Promise<Line | undefined> {
    const { door, eventId } = this.#scene;
    return await this.#answer(async () => {
      const answer = await door.ask<Line>('GET', `/api/v1/lines/${eventId}`, this.#from());
      return answer.status === 200 ? answer.body : undefined;
    });
  }

  async #askPlace(method: 'GET' | 'POST'): Promise<void> {
    const place = await this.#send(method, 'place');
    if (place === undefined) return;
    this.#place = place;
    if (place.lot !== undefined) this.#person.lot ??= place.lot;
    if (place.number !== undefined) this.#person.number ??= place.number;
  }

  async #send(method: 'GET' | 'POST' | 'DELETE', what: string): Promise<Place | undefined> {
    const { door, eventId } = this.#scene;
    return await this.#answer(async () => {
      const path = `/api/v1/lines/${eventId}/${what}`;
      const answer = await door.ask<Place>(method, path, this.#from());
      this.#cookie = answer.cookie ?? this.#cookie;
      return answer.status === 200 ? answer.body : undefined;
    });
  }

  #from() {
    return { address: addressOf(this.#person.index), headers: { cookie: this.#cookie } };
  }

  async #answer<Body>(ask: () => Promise<Body | undefined>): Promise<Body | undefined> {
    try {
      return await ask();
    } catch {
      this.#person.lost += 1;
      return undefined;
    }
  }
}

/** Orders without waiting, with no token or one that it made up or copied. Bots share few addresses. */
async function playBot(person: Person, scene: Scene): Promise<void> {
  const { random, copied } = scene;
  for (let i = 0; i < 5 && !scene.signal.aborted; i++) {
    const token = random.pick(['', 'forged.token', ...copied.slice(-3)]);
    if (await order(scene, person, '', token)) person.stolen += 1;
    await sleep(random.integer(500, 3000), scene);
  }
}

/** Orders, and follows the order until it is settled. */
async function buy(scene: Scene, person: Person, cookie: string, admission: string) {
  const pressedAtMs = performance.now();
  const id = await order(scene, person, cookie, admission);
  if (id === undefined) return;
  const placed: Person['orders'][number] = { id, pressedAtMs };
  person.orders.push(placed);
  while (!scene.signal.aborted) {
    const answer = await scene.door
      .ask<Order>('GET', `/api/v1/orders/${id}`, { address: addressOf(person.index) })
      .catch(() => undefined);
    if (answer?.status === 200 && answer.body.status !== 'pending') {
      placed.status = answer.body.status;
      placed.settledAtMs = performance.now();
      return;
    }
    await sleep(200, scene);
  }
}

/** The id of an order that was taken. */
async function order(
  { door, ticketId }: Scene,
  person: Person,
  cookie: string,
  admission: string,
): Promise<string | undefined> {
  try {
    const answer = await door.ask<{ orderId?: string }>('POST', '/api/v1/orders', {
      address: addressOf(person.index),
      headers: { cookie, [ADMISSION_HEADER]: admission },
      body: {
        customer: { name: 'Ada', email: `p${person.index}@example.com` },
        items: [{ ticketId, qty: 1 }],
        paymentMethod: 'invoice',
      },
    });
    return answer.status === 201 ? answer.body.orderId : undefined;
  } catch {
    person.lost += 1;
    return undefined;
  }
}

/** Each person has an address, of a network that is nobody's. */
function addressOf(index: number): string {
  return `198.18.${(index >> 8) & 255}.${index & 255}`;
}

async function sleepUntil(atMs: number, scene: Scene): Promise<void> {
  // Without the signal: to forget one of 50,000 listeners takes longer than all else.
  await delay(Math.max(0, atMs - performance.now()));
  scene.lags.push(Math.max(0, performance.now() - atMs));
}

async function sleep(ms: number, scene: Scene): Promise<void> {
  await sleepUntil(performance.now() + ms, scene);
}
