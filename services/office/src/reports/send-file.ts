import type { Readable } from 'node:stream';
import { ApiError } from '@onsale/contracts';
import type { Records } from '@onsale/records';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Actor } from '../access/actor.ts';
import { logChange } from '../activity/log-change.ts';

/** Each takes a connection to PostgreSQL as long as somebody downloads it. */
const MOST_AT_ONCE = 2;

/** What is sent as a file, and who asks for it. */
interface SentFile {
  /** The id of the operation. */
  action: string;
  /** Without `.csv`. */
  name: string;
  eventId: string | undefined;
  make: () => Readable;
}

export type SendFile = (
  asked: { actor: Actor; request: FastifyRequest; reply: FastifyReply },
  file: SentFile,
) => Promise<string>;

/** Sends files as they are made, two at a time. */
export function fileSender(records: Records): SendFile {
  let running = 0;
  return async ({ actor, request, reply }, { action, name, eventId, make }) => {
    if (running >= MOST_AT_ONCE) {
      throw new ApiError('OVERLOADED', 'other files are being made; try again in a moment', {
        retryAfterS: 10,
      });
    }
    // Nothing changes, but who has taken all buyers with them should be known.
    const about = { action, eventId, subject: `file:${name}.csv` };
    await logChange(records, { actor, request }, about, () =>
      Promise.resolve({ result: undefined }),
    );
    running += 1;
    const file = make();
    file.once('close', () => (running -= 1));
    reply.header('content-type', 'text/csv; charset=utf-8');
    reply.header('content-disposition', `attachment; filename="${name}.csv"`);
    // Sent as it is made.
    return file as unknown as string;
  };
}
