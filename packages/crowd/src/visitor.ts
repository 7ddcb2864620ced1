import type { Line, Place } from '@onsale/contracts';
import { addressOf } from './address.ts';
import { buy, order } from './buy.ts';
import type { Person } from './person.ts';
import { type Scene, sleep } from './scene.ts';

const THINKS_MS = [300, 2500] as const;

/** A browser, or a tab of it. */
export class Visitor {
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
      const taken = await order(this.#scene, this.#person, {
        ...{ cookie: this.#cookie, admission: stolen },
      });
      if (taken !== undefined) this.#person.stolen += 1;
    }
    copied.push(admission);
    await sleep(random.integer(...THINKS_MS), this.#scene);
    await buy(this.#scene, this.#person, { cookie: this.#cookie, admission });
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
