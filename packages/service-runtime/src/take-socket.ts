import type { ServerResponse } from 'node:http';
import { Socket, type SocketConstructorOpts } from 'node:net';

/**
 * Takes the connection away from a response whose head has been sent, for a stream that lives long:
 * request, response, parser and their listeners weigh three times what the connection itself does,
 * and Node keeps them as long as it. For Node the response is finished then, and its connection closed.
 *
 * Undefined, with nothing done, where that is not possible: the connection is gone, its client is too
 * slow to have taken the head at once, or it is none of the system (as in tests).
 */
export function takeSocket(response: ServerResponse): Socket | undefined {
  const before: (Socket & { _handle?: Handle | null }) | null = response.socket;
  const handle = before?._handle;
  if (before === null || handle?.isStreamBase !== true || !response.headersSent) return undefined;
  if (before.destroyed || before.readableEnded || before.writableLength > 0) return undefined;
  // There is no public way to do this. Whoever listens for data is given it instead of the parser.
  before.on('readable', ignore);
  before._handle = null;
  const socket = new Socket({ handle } as unknown as SocketConstructorOpts);
  // Ended as if all had been sent, so that nothing is taken for aborted, and its duration is counted.
  response.emit('finish');
  before.destroy();
  return socket;
}

/** What Node has below a socket. */
interface Handle {
  isStreamBase?: boolean;
}

function ignore(): void {
  // What else the client may send means nothing to a stream.
}
