import { MissingFunctionError } from './script.ts';

// Faults of the server's state, not of a command: they end by themselves. The first four are answers
// of a cluster in the middle of a failover or of the move of a slot.
const PASSING =
  /^(CLUSTERDOWN|TRYAGAIN|MOVED|ASK|LOADING|READONLY|MASTERDOWN|NOREPLICAS|UNBLOCKED|BUSY)\b/;
// These end too, but not within a second: somebody has to do something.
const LASTING = /^(OOM|MISCONF|NOAUTH|WRONGPASS|NOPERM)\b/;

/**
 * Whether Redis could not be reached or can't work at present: the same command may well succeed
 * later. An error of a script or of the command itself is none.
 */
export function isOutage(error: unknown): boolean {
  if (isPassing(error) || error instanceof MissingFunctionError) return true;
  return error instanceof Error && LASTING.test(error.message);
}

/** Whether it is worth to try the same again within a second. */
export function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || error instanceof MissingFunctionError) return false;
  return !isAnswer(error) || PASSING.test(error.message);
}

// Whatever Redis answers begins with a word in capitals; the client's own errors do not.
function isAnswer(error: Error): boolean {
  return /^[A-Z]+ /.test(error.message);
}
