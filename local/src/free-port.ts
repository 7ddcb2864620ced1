import { once } from 'node:events';
import { createServer } from 'node:net';

/** Ports to try after the wanted one. */
const ATTEMPTS = 100;

/**
 * The wanted port, or the next free one above it that is not in `taken`. Adds the result to
 * `taken`. Throws when a hundred in a row are in use.
 */
export async function findFreePort(wanted: number, taken: Set<number>): Promise<number> {
  for (let port = wanted; port < wanted + ATTEMPTS && port <= 65535; port++) {
    if (taken.has(port) || !(await isFree(port))) continue;
    taken.add(port);
    return port;
  }
  throw new Error(`no free port from ${wanted} to ${wanted + ATTEMPTS - 1}`);
}

async function isFree(port: number): Promise<boolean> {
  const server = createServer();
  try {
    server.listen(port, '127.0.0.1');
    await once(server, 'listening');
    return true;
  } catch {
    // In use, or not permitted: either way the next one is tried.
    return false;
  } finally {
    server.close();
  }
}
