import { ApiError } from '@onsale/contracts';
import { countBuyerAttempt, readBuyerSecret } from '@onsale/records';
import type { FastifyRequest } from 'fastify';
import type { DeliveryParts } from '../app.ts';

/** Within this time; so often each. */
const WINDOW_S = 3600;
const MOST = {
  /** Somebody who has lost a mail asks again, and nobody fills another one's mailbox. */
  'links-of-address': 3,
  /** Somebody tries their addresses, and nobody tries many; a company may share one address. */
  'links-of-client': 20,
  'opened-by-client': 100,
  'opt-outs-of-client': 100,
  'mails-of-order': 3,
} as const;

/** Counts one more request of whoever sends it. */
export type LimitClient = (request: FastifyRequest, kind: keyof typeof MOST) => Promise<void>;

/** Counts one more request, for all processes together; rejects with `ApiError` 429 when it is one too many. */
export async function limit(
  { records }: Pick<DeliveryParts, 'records'>,
  kind: keyof typeof MOST,
  about: string,
): Promise<void> {
  const secret = await readBuyerSecret(records);
  const options = { secret, kind, about, windowS: WINDOW_S };
  const { count, endsInS } = await countBuyerAttempt(records, options);
  if (count <= MOST[kind]) return;
  const minutes = Math.ceil(endsInS / 60);
  const message = `too many requests; try again in ${minutes === 1 ? 'a minute' : `${minutes} minutes`}`;
  throw new ApiError('RATE_LIMITED', message, { retryAfterS: endsInS });
}
