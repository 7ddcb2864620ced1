import { createRequire, Module } from 'node:module';
import type { createClient } from '@redis/client';

const require = createRequire(import.meta.url);
const LIBRARY = '@redis/client/dist/lib';

/** What the client itself says to a server when it connects. All else is sent as it is written. */
const OWN_COMMANDS = ['AUTH', 'CLIENT_SETNAME', 'READONLY'];

/**
 * A client for one server. It has `sendCommand` and none of the library's 400 ready-made commands:
 * they are as many files, half of all that a service would load, and every connection would get a
 * class with a method for each.
 */
export const createRedisClient: typeof createClient = loadClient();

function loadClient(): typeof createClient {
  // The client asks for the whole list: it is given a short one, before it is loaded.
  const list = require.resolve(`${LIBRARY}/commands/index.js`);
  const commands = Object.fromEntries(
    OWN_COMMANDS.map((name) => [name, load(`commands/${name}.js`).default]),
  );
  const short = new Module(list);
  short.exports = { __esModule: true, default: commands, NON_STICKY_COMMANDS: commands };
  short.loaded = true;
  require.cache[list] ??= short;
  const client = load('client/index.js').default as { create: typeof createClient };
  return client.create;
}

function load(file: string): { default: unknown } {
  return require(`${LIBRARY}/${file}`) as { default: unknown };
}
