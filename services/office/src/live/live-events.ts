import type { Right } from '@onsale/contracts';
import { EventBroadcast } from '@onsale/service';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { mayWith } from '../access/actor.ts';
import type { OfficeParts } from '../app.ts';

/** However many follow, each event is read so often. */
const EVERY_MS = 1000;
/** How soon a stream ends whose follower may not see it any more. */
const CHECK_EVERY_MS = 5000;

interface Options<Body> {
  /** What whoever follows needs for the event. */
  right: Right;
  /** How an event is read, by all who look together. Rejects with `ApiError` 404 when there is none. */
  open: (eventId: string) => Promise<() => Promise<Body>>;
}

interface Followed<Body> {
  read: () => Promise<Body>;
  streams: EventBroadcast;
}

/** What changes by the second in events, each of them read once for all who look. */
export class LiveEvents<Body> {
  readonly #authenticate: OfficeParts['authenticate'];
  readonly #options: Options<Body>;
  /** There are no more of them than events. */
  readonly #followed = new Map<string, Followed<Body>>();

  constructor({ authenticate }: Pick<OfficeParts, 'authenticate'>, options: Options<Body>) {
    this.#authenticate = authenticate;
    this.#options = options;
  }

  /** Throws `ApiError` 404 when there is no such event. */
  async read(eventId: string): Promise<Body> {
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
      const actor = await this.#authenticate(request, reply);
      return actor !== undefined && mayWith(actor, this.#options.right, eventId);
    } catch {
      // Nobody knows while the database is away; then it says nothing new either.
      return true;
    }
  }

  async #of(eventId: string): Promise<Followed<Body>> {
    const known = this.#followed.get(eventId);
    if (known !== undefined) return known;
    const read = await this.#options.open(eventId);
    // Of two that looked first, one has it.
    const open = this.#followed.get(eventId);
    if (open !== undefined) return open;
    const followed = { read, streams: new EventBroadcast({ everyMs: EVERY_MS, read }) };
    this.#followed.set(eventId, followed);
    return followed;
  }
}
