import { createRequire, Module } from 'node:module';
import type { createClient } from '@redis/client';

const require = createRequire(import.meta.url);
const LIBRARY = '@redis/client/dist/lib';

/** Commands the client itself sends on connecting. All others go through `sendCommand`. */
const OWN_COMMANDS = ['AUTH', 'CLIENT_SETNAME', 'READONLY'];

/**
 * A client for one server, with `sendCommand` and without the library's 400 ready-made commands:
 * these are as many files, half of what a service would load, and every connection would get a
 * class with a method for each. The library has no entry point without them.
 */
export const createRedisClient: typeof createClient = loadClient(require);

/**
 * Loads the client with a short list of commands instead of the library's own. Throws an error that
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
    // The client requires the full list; the short one is put into the module cache first.
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
        'Install the version in package-lock.json, or adapt that file to the installed one',
      { cause },
    );
  }
}
