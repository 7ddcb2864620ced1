import type { LiveSale } from '@onsale/contracts';
import { readRecordedSale } from '@onsale/records';
import { EventBroadcast, shareResult } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayWith } from '../access/actor.ts';
import type { OfficeParts } from '../app.ts';
import { findEvent } from '../events/find-event.ts';
import { readLiveSale } from './live-sale.ts';

/** However many follow, each event is read so often. */
const EVERY_MS = 1000;
const FRESH_MS = 500;
/** What the records know, which costs more to read. */
const RECORDED_FRESH_MS = 2000;
/** How soon a stream ends whose follower may not see it any more. */
const CHECK_EVERY_MS = 5000;

type Parts = Pick<OfficeParts, 'authenticate' | 'ledger' | 'records'>;

interface Followed {
  read: () => Promise<LiveSale>;
  streams: EventBroadcast;
}

/** The sales of events as they run, each of them read once for all who look. */
export class LiveSales {
  readonly #parts: Parts;
  /** There are no more of them than events. */
  readonly #followed = new Map<string, Followed>();

  constructor(parts: Parts) {
    this.#parts = parts;
  }

  /** Throws `ApiError` 404 when there is no such event. */
  async read(eventId: string): Promise<LiveSale> {
    return await (await this.#of(eventId)).read();
  }

  /** Opens a stream, which ends with the session, or with the right to see the event. */
  async follow(eventId: string, request: FastifyRequest, reply: FastifyReply): Promise<void> {
    const { streams } = await this.#of(eventId);
    await streams.open(reply);
    const check = setInterval(() => {
      void this.#maySee(eventId, request, reply).then((isAllowed) => {
        if (!isAllowed) reply.raw.end();
      });
    }, CHECK_EVERY_MS);
    reply.raw.on('close', () => clearInterval(check));
    if (reply.raw.closed) clearInterval(check);
  }

  /** Ends all streams. */
  close(): void {
    for (const { streams } of this.#followed.values()) streams.close();
  }

  async #maySee(eventId: string, request: FastifyRequest, reply: FastifyReply): Promise<boolean> {
    try {
      const actor = await this.#parts.authenticate(request, reply);
      return actor !== undefined && mayWith(actor, 'events.read', eventId);
    } catch {
      // Nobody knows while the database is away; then it says nothing new either.
      return true;
    }
  }

  async #of(eventId: string): Promise<Followed> {
    const known = this.#followed.get(eventId);
    if (known !== undefined) return known;
    const { ledger, records } = this.#parts;
    await findEvent(ledger(), eventId);
    const readRecorded = shareResult(
      async () => await readRecordedSale(records, eventId),
      RECORDED_FRESH_MS,
    );
    const read = shareResult(
      async () => await readLiveSale({ ledger: ledger(), records, readRecorded }, eventId),
      FRESH_MS,
    );
    const followed = { read, streams: new EventBroadcast({ everyMs: EVERY_MS, read }) };
    this.#followed.set(eventId, followed);
    return followed;
  }
}
