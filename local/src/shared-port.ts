import { lookup } from 'node:dns/promises';
import { BoundSocket } from 'node:net';

/** The descriptor under which a process finds the socket that it inherits. */
export const INHERITED_FD = 3;

/**
 * A port that processes share: it is bound here, and each process that gets `fd` at its start
 * listens on it. They all accept from one queue, so that no connection is lost when one of them ends
 * (decision 007). This process accepts none itself.
 */
export async function bindSharedPort(host: string, port: number): Promise<BoundSocket> {
  const { address } = await lookup(host);
  return new BoundSocket({ host: address, port });
}
