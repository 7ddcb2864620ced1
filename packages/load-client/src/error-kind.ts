/** The request was still in flight when the run ended. */
export const CUT_OFF = 'unanswered at the end';

/** Readable names for common failures; any other is reported by its error code. */
const KINDS: Record<string, string> = {
  ECONNREFUSED: 'connection refused',
  ECONNRESET: 'connection reset',
  EPIPE: 'connection reset',
  CLOSED: 'connection closed',
  CONNECT_TIMEOUT: 'connect timeout',
  ETIMEDOUT: 'connect timeout',
  TIMEOUT: 'timeout',
  BAD_ANSWER: 'bad answer',
  CUT_OFF,
  ENOTFOUND: 'host not found',
  EAI_AGAIN: 'host not found',
  EHOSTUNREACH: 'host not reachable',
  ENETUNREACH: 'host not reachable',
  EMFILE: 'too many open files',
  EADDRNOTAVAIL: 'no free local port',
};

/** The kind of a failure, from a short list: never text that the target sent. */
export function errorKind(error: Error): string {
  const { code, errors } = error as { code?: string; errors?: Error[] };
  if (code === undefined && errors?.[0] !== undefined) return errorKind(errors[0]);
  if (code === undefined) return 'other';
  return KINDS[code] ?? code;
}
