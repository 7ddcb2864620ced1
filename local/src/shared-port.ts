import { lookup } from 'node:dns/promises';
import { BoundSocket } from 'node:net';

/** The descriptor under which a process finds a socket that it was given at its start. */
export const INHERITED_FD = 3;

/**
 * A port that processes share: it is bound here, and each process that gets `fd` at its start
 * listens on it. All of them take connections out of one queue, so that none is lost when one of them
 * ends (decision 007). Nobody here accepts any.
 */
export async function bindSharedPort(host: string, port: number): Promise<BoundSocket> {
  const { address } = await lookup(host);
  return new BoundSocket({ host: address, port });
}
