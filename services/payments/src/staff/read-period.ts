import { ApiError } from '@onsale/contracts';

/** The longest period that is compared at once. */
const LONGEST_DAYS = 92;

/** A period; throws `ApiError` 400 when it is none, or too long. */
export function readPeriod({ from, to }: { from: string; to: string }): {
  fromMs: number;
  toMs: number;
} {
  const [fromMs, toMs] = [Date.parse(from), Date.parse(to)];
  if (fromMs < toMs && toMs - fromMs <= LONGEST_DAYS * 86_400_000) return { fromMs, toMs };
  const message = `must be after from, by at most ${LONGEST_DAYS} days`;
  const details = [{ path: 'to', message }];
  throw new ApiError('INVALID_REQUEST', `to ${message}`, { details });
}
