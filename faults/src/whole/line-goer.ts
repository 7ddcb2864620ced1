import { randomUUID } from 'node:crypto';
import { setTimeout as delay } from 'node:timers/promises';
import { ADMISSION_HEADER, type Line, type Place } from '@onsale/contracts';
import type { Random } from '@onsale/crowd';

const LOOKS_EVERY_MS = 300;
const TIMEOUT_MS = 4000;
/** Nobody waits for ever. */
const MOST_LOOKS = 1000;

/**
 * Waits in the line of an event, whatever happens to it, and returns the headers of an order once it is their turn;
 * undefined when nothing is left to wait for.
 */
export class LineGoer {
  readonly #url: string;
  readonly #random: Random;
  /** By which others tell them from each other. */
  readonly #address: string;
  /** An answer to joining may be lost, and the cookie with it. */
  readonly #key = randomUUID();
  #cookie = '';
  /** What they were promised and did not get, a sentence each. */
  readonly broken: string[] = [];
  #number: number | undefined;

  constructor(options: { url: string; eventId: string; random: Random; index: number }) {
    const { url, eventId, random, index } = options;
    this.#url = `${url}/api/v1/lines/${eventId}`;
    this.#random = random;
    this.#address = `198.18.${(index >> 8) & 255}.${index & 255}`;
  }

  async untilAdmitted(): Promise<Record<string, string> | undefined> {
    for (let looks = 0; looks < MOST_LOOKS; looks++) {
      const place = await this.#askPlace();
      // Also when the answer to an order got lost: with the same key it is answered again.
      if (place?.state === 'turn' || place?.state === 'served') {
        return {
          ...{ cookie: this.#cookie, 'x-forwarded-for': this.#address },
          [ADMISSION_HEADER]: place.admission ?? '',
        };
      }
      const line = await this.#ask<Line>('GET', '');
      if (line?.status === 'sold_out') return undefined;
      await delay(LOOKS_EVERY_MS + this.#random.integer(0, LOOKS_EVERY_MS));
    }
    this.broken.push('somebody waited in line for ever');
    return undefined;
  }

  /** Gives the place back, so that nobody waits for it; who gets no answer lets it run out. */
  async leave(): Promise<void> {
    await this.#ask('DELETE', '/place');
  }

  async #askPlace(): Promise<Place | undefined> {
    const place = await this.#ask<Place>(this.#cookie === '' ? 'POST' : 'GET', '/place');
    if (place?.number === undefined) return place;
    if (this.#number !== undefined && this.#number !== place.number) {
      this.broken.push(`number ${this.#number} became ${place.number}`);
    }
    this.#number = place.number;
    return place;
  }

  async #ask<Answer>(method: string, path: string): Promise<Answer | undefined> {
    try {
      const response = await fetch(`${this.#url}${path}`, {
        method,
        headers: {
          ...{ 'content-type': 'application/json', 'x-forwarded-for': this.#address },
          ...{ cookie: this.#cookie, 'idempotency-key': this.#key },
        },
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      this.#cookie = response.headers.get('set-cookie')?.split(';')[0] ?? this.#cookie;
      if (response.status === 404 && method !== 'DELETE' && this.#number !== undefined) {
        this.broken.push(`the place with number ${this.#number} is lost`);
      }
      return response.status === 200 ? (JSON.parse(text) as Answer) : undefined;
    } catch {
      return undefined;
    }
  }
}
