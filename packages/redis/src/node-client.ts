import { createRequire, Module } from 'node:module';
import type { createClient } from '@redis/client';

const require = createRequire(import.meta.url);
const LIBRARY = '@redis/client/dist/lib';

/** What the client itself says to a server when it connects. All else is sent as it is written. */
const OWN_COMMANDS = ['AUTH', 'CLIENT_SETNAME', 'READONLY'];

/**
 * A client for one server. It has `sendCommand` and none of the library's 400 ready-made commands:
 * they are as many files, half of all that a service would load, and every connection would get a
 * class with a method for each. The library offers no entry without them.
 */
export const createRedisClient: typeof createClient = loadClient(require);

/**
 * Loads the client with a short list of commands in place of the library's own. Throws an error that
 * says what to do when the library's files are not where they are expected.
 */
export function loadClient(load: NodeJS.Require): typeof createClient {
  try {
    const list = load.resolve(`${LIBRARY}/commands/index.js`);
    const commands = Object.fromEntries(
      OWN_COMMANDS.map((name) => {
        const { default: command } = load(`${LIBRARY}/commands/${name}.js`) as {
          default?: unknown;
        };
        if (command === undefined) throw new TypeError(`the command ${name} is missing`);
        return [name, command];
      }),
    );
    // The client asks for the whole list: it is given the short one, before it is loaded.
    const short = new Module(list);
    short.exports = { __esModule: true, default: commands, NON_STICKY_COMMANDS: commands };
    short.loaded = true;
    load.cache[list] ??= short;
    const { default: client } = load(`${LIBRARY}/client/index.js`) as {
      default?: { create?: typeof createClient };
    };
    if (client?.create === undefined) throw new TypeError('the client has no `create`');
    return client.create;
  } catch (cause) {
    throw new Error(
      `@redis/client is not built as packages/redis/src/node-client.ts expects: ${String(cause)}. ` +
        'Install the version that package-lock.json names, or adapt that file to this one',
      { cause },
    );
  }
}
