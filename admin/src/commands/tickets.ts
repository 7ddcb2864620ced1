import { text } from 'node:stream/consumers';
import {
  addKey,
  formatKeys,
  parseKeys,
  readKeyFile,
  type SigningKey,
  writeKeyFile,
} from '@onsale/ticket-codes';
import { type ConnectingCommand, UsageError } from '../command.ts';
import type { AdminConfig } from '../config.ts';
import { table } from '../table.ts';

/** Makes a key that tickets are signed with. */
export const ticketsKeysRotateCommand: ConnectingCommand = {
  usage: 'tickets keys rotate [--at-once] [--stdin]',
  summary:
    'adds a key to TICKET_KEYS_FILE: it is published at once and signs a day later, or with --at-once now; ' +
    'with --stdin it reads the file from there and writes the new one to stdout',
  options: { 'at-once': { type: 'boolean' }, stdin: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  connects: true,
  async run({ config, print, warn }, { options }) {
    const file = options['stdin'] === true ? undefined : fileOf(config);
    const before = await readKeys(file);
    const keys = addKey(before, { signsAtOnce: options['at-once'] === true });
    if (file === undefined) print(formatKeys(keys).trimEnd());
    else await writeKeyFile(file, keys);
    const tell = file === undefined ? warn : print;
    const [{ keyId, signsFrom } = { keyId: '', signsFrom: '' }] = keys;
    tell(
      `The key ${keyId} is added, and signs from ${signsFrom}. Tickets of earlier keys stay valid.`,
    );
    return 0;
  },
};

/** Shows what keys there are, without what is secret of them. */
export const ticketsKeysListCommand: ConnectingCommand = {
  usage: 'tickets keys list [--stdin] [--json]',
  summary: 'lists the keys in TICKET_KEYS_FILE, or with --stdin in what it reads from there',
  options: { stdin: { type: 'boolean' }, json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  connects: true,
  async run({ config, print }, { options }) {
    const keys = await readKeys(options['stdin'] === true ? undefined : fileOf(config));
    const now = Date.now();
    const signing = keys.find(({ signsFrom }) => Date.parse(signsFrom) <= now);
    const shown = keys.map((key) => ({
      ...{ keyId: key.keyId, createdAt: key.createdAt, signsFrom: key.signsFrom },
      ...{ publicKey: key.publicKey, state: stateOf(key, { signing, now }) },
    }));
    if (options['json'] === true) print(JSON.stringify(shown, undefined, 2));
    else {
      const head = ['key', 'made', 'signs from', 'state'];
      print(
        table(
          head,
          shown.map((key) => [key.keyId, key.createdAt, key.signsFrom, key.state]),
        ),
      );
    }
    return 0;
  },
};

function stateOf(
  key: SigningKey,
  { signing, now }: { signing: SigningKey | undefined; now: number },
): string {
  if (key === signing) return 'signs';
  return Date.parse(key.signsFrom) > now ? 'waits' : 'only checks';
}

function fileOf({ TICKET_KEYS_FILE: file }: AdminConfig): string {
  if (file !== undefined) return file;
  throw new UsageError(
    'TICKET_KEYS_FILE must name the file with the keys; that of npm start is .data/secrets/ticket-keys.json',
  );
}

async function readKeys(file: string | undefined): Promise<SigningKey[]> {
  try {
    return file === undefined ? parseKeys(await text(process.stdin)) : await readKeyFile(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== undefined) throw error;
    throw new UsageError((error as Error).message);
  }
}
