import { connect, type Socket } from 'node:net';
import { connect as connectTls } from 'node:tls';

/** All connections of a thread read into one piece of memory: each read is over before the next. */
const READ_BUFFER = Buffer.allocUnsafeSlow(64 * 1024);

/** Connects to the target; what comes is handed over as latin1, which keeps every byte. */
export function openSocket(
  target: URL,
  on: { onOpen: () => void; onText: (text: string) => void },
): Socket {
  const isTls = target.protocol === 'https:';
  const port = target.port === '' ? (isTls ? 443 : 80) : Number(target.port);
  // An IPv6 address stands in brackets in a URL only.
  const host = target.hostname.replace(/^\[(.*)\]$/, '$1');
  if (isTls) {
    const socket = connectTls({
      host,
      port,
      servername: nameOf(host),
      ALPNProtocols: ['http/1.1'],
    });
    socket.setNoDelay(true);
    socket.setEncoding('latin1');
    socket.on('data', (text) => on.onText(text as unknown as string));
    return socket.once('secureConnect', on.onOpen);
  }
  const socket = connect({
    host,
    port,
    noDelay: true,
    onread: {
      buffer: READ_BUFFER,
      callback: (length) => {
        on.onText(READ_BUFFER.toString('latin1', 0, length));
        return true;
      },
    },
  });
  return socket.once('connect', on.onOpen);
}

// TLS knows hosts by their names; an address is none.
function nameOf(host: string): string {
  return /^[\d.]+$|:/.test(host) ? '' : host;
}
