import { MissingFunctionError } from './script.ts';

/** The connection failed, before the command was sent or while it ran: whether it ran is unknown. */
export class RedisConnectionError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RedisConnectionError';
  }
}

// Faults of the server's state, not of a command: they end by themselves. The first four are answers
// of a cluster in the middle of a failover or of the move of a slot.
const PASSING =
  /^(CLUSTERDOWN|TRYAGAIN|MOVED|ASK|LOADING|READONLY|MASTERDOWN|NOREPLICAS|UNBLOCKED|BUSY)\b/;
// These end too, but not within a second: somebody has to do something.
const LASTING = /^(OOM|MISCONF|NOAUTH|WRONGPASS|NOPERM)\b/;

/**
 * Whether Redis could not be reached or can't work at present: the same command may well succeed
 * later. An error of a script, of the command itself or of our own code is none.
 */
export function isOutage(error: unknown): boolean {
  if (isPassing(error) || error instanceof MissingFunctionError) return true;
  return error instanceof Error && LASTING.test(error.message);
}

/** Whether it is worth trying the same again within a second. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RedisConnectionError) return true;
  return error instanceof Error && PASSING.test(error.message);
}

/** What a command was rejected with: Redis' own answer as it is, anything else as a lost connection. */
export function commandError(error: unknown): Error {
  if (!(error instanceof Error)) return new RedisConnectionError(String(error));
  // Whatever Redis answers begins with a word in capitals; the client's own errors do not.
  const isAnswer = /^[A-Z]+ /.test(error.message);
  return isAnswer ? error : new RedisConnectionError(error.message, error);
}
