import { MissingFunctionError } from './script.ts';

/** The connection failed before or while the command ran: whether it ran is unknown. */
export class RedisConnectionError extends Error {
  constructor(message: string, cause?: unknown) {
    super(message, cause === undefined ? undefined : { cause });
    this.name = 'RedisConnectionError';
  }
}

// Temporary states of the server, not errors of the command. The first four are replies of a
// cluster during a failover or slot migration.
const PASSING =
  /^(CLUSTERDOWN|TRYAGAIN|MOVED|ASK|LOADING|READONLY|MASTERDOWN|NOREPLICAS|UNBLOCKED|BUSY)\b/;
// These do not go away within a second: somebody has to act.
const LASTING = /^(OOM|MISCONF|NOAUTH|WRONGPASS|NOPERM)\b/;

/**
 * Whether Redis is unreachable or unable to work at present, so that the same command may succeed
 * later. Errors of a script, of the command itself or of our own code are not outages.
 */
export function isOutage(error: unknown): boolean {
  if (isPassing(error) || error instanceof MissingFunctionError) return true;
  return error instanceof Error && LASTING.test(error.message);
}

/** Whether a retry within a second makes sense. */
export function isPassing(error: unknown): boolean {
  if (error instanceof RedisConnectionError) return true;
  return error instanceof Error && PASSING.test(error.message);
}

/**
 * Normalizes a command's error: Redis' own replies stay as they are, anything else is a lost
 * connection.
 */
export function commandError(error: unknown): Error {
  if (!(error instanceof Error)) return new RedisConnectionError(String(error));
  // Error replies of Redis begin with an uppercase word; the client's own errors do not.
  const isAnswer = /^[A-Z]+ /.test(error.message);
  return isAnswer ? error : new RedisConnectionError(error.message, error);
}
