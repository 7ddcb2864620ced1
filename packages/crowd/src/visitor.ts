import type { Line, Place } from '@onsale/contracts';
import { buy } from './buy.ts';
import { cheat } from './cheat.ts';
import type { Answer, Request } from './door.ts';
import type { Person } from './person.ts';
import type { Scene } from './scene.ts';

const THINKS_MS = [300, 2500] as const;
const TRIES_AGAIN_MS = 1000;

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
    const { clock } = this.#scene;
    while (this.#place === undefined && !clock.hasEnded) {
      const sent = performance.now();
      await this.#askPlace('join');
      if (this.#place === undefined) await clock.sleep(TRIES_AGAIN_MS);
      else this.#person.joinedAtMs ??= [sent, performance.now()];
    }
  }

  async leave(): Promise<void> {
    await this.#askPlace('leave');
  }

  /** As the page does: the line again and again, and the own place when it must have changed. */
  async wait(): Promise<void> {
    const { random, clock } = this.#scene;
    while (!clock.hasEnded) {
      const line = await this.#askLine();
      if (line === undefined) {
        await clock.sleep(TRIES_AGAIN_MS);
        continue;
      }
      await this.#askIfChanged(line);
      if (this.#person.kind === 'refreshing' && random.integer(0, 2) === 0) {
        await this.#askPlace('join');
      }
      if (this.#place?.state === 'turn') await this.#useTurn(this.#place);
      if (this.#place?.state === 'served' || this.#person.orders.length > 0) return;
      if (line.status === 'sold_out' || (line.remaining === 0 && line.held === 0)) {
        this.#person.toldAtMs ??= performance.now();
        return;
      }
      await clock.sleep(line.pollS * 1000 * (0.8 + random.integer(0, 400) / 1000));
    }
  }

  async #askIfChanged(line: Line): Promise<void> {
    const place = this.#place;
    if (place?.state === 'lobby') {
      if (line.status === 'lobby' || line.status === 'drawing') return;
      // After a draw not all at once.
      await this.#scene.clock.sleep(this.#scene.random.integer(0, line.spreadS * 1000));
    }
    if (place?.state === 'waiting' && (place.number ?? 0) > line.serving) return;
    if (place?.state !== 'served' && place?.state !== 'turn') await this.#askPlace('place');
  }

  async #useTurn({ admission = '' }: Place): Promise<void> {
    const { random, copied, clock } = this.#scene;
    const cookie = this.#cookie;
    this.#person.turnAtMs ??= performance.now();
    if (this.#person.kind === 'copying') {
      // With the admission of somebody else, which is worth nothing with this cookie.
      const stolen = copied.length > 0 ? random.pick(copied) : 'nobody';
      await cheat(this.#person, this.#scene, { cookie, admission: stolen });
    }
    copied.push(admission);
    await clock.sleep(random.integer(...THINKS_MS));
    if (clock.hasEnded) return;
    await buy(this.#scene, this.#person, { cookie, admission });
    await this.#askPlace('place');
  }

  async #askLine(): Promise<Line | undefined> {
    const answer = await this.#ask<Line>({ for: 'line', method: 'GET' }, '');
    return answer?.status === 200 ? answer.body : undefined;
  }

  async #askPlace(what: 'join' | 'place' | 'leave'): Promise<void> {
    const method = ({ join: 'POST', place: 'GET', leave: 'DELETE' } as const)[what];
    const answer = await this.#ask<Place>({ for: what, method, cookie: this.#cookie }, '/place');
    this.#cookie = answer?.cookie ?? this.#cookie;
    const place = answer?.status === 200 ? answer.body : undefined;
    if (place === undefined) return;
    this.#place = place;
    if (place.lot !== undefined) this.#person.lot ??= place.lot;
    if (place.number !== undefined) this.#person.number ??= place.number;
  }

  async #ask<Body>(
    request: Omit<Request, 'path'>,
    path: string,
  ): Promise<Answer<Body> | undefined> {
    const { door, eventId, identityOf } = this.#scene;
    const { address } = identityOf(this.#person);
    try {
      return await door.ask<Body>({
        ...request,
        path: `/lines/${eventId}${path}`,
        ...(address === undefined ? {} : { address }),
      });
    } catch {
      this.#person.lost += 1;
      return undefined;
    }
  }
}
