import {
  type DeadLetter,
  dropDeadLetter,
  type Ledger,
  orderHandle,
  readDeadLetters,
  type Replay,
  replayDeadLetter,
} from '@onsale/ledger';
import { type Command, type CommandCall, type CommandContext, UsageError } from '../command.ts';
import { table } from '../table.ts';

/** Shows the entries that could not be settled. */
export const deadLettersListCommand: Command = {
  usage: 'dead-letters list [--json]',
  summary: 'shows the entries that could not be settled, with the reasons',
  options: { json: { type: 'boolean' } },
  words: { least: 0, most: 0 },
  async run({ openLedger, print }, { options }) {
    const letters = await Array.fromAsync(readDeadLetters(await openLedger()));
    if (options['json'] === true) {
      for (const letter of letters) print(JSON.stringify({ ...letter, id: nameOf(letter) }));
    } else if (letters.length === 0) print('There are no dead letters.');
    else print(describe(letters));
    return 0;
  },
};

/** Gives entries back to the workers, after the cause was mended. */
export const deadLettersReplayCommand: Command = {
  usage: 'dead-letters replay ID... | --all',
  summary: 'puts entries back in line; their orders, rejected as failed, are pending again',
  options: { all: { type: 'boolean' } },
  words: { least: 0, most: 1000 },
  run: (context, call) =>
    eachChosen(context, call, async (ledger, letter) => {
      const replay = await replayDeadLetter(ledger, letter);
      return { done: replay === 'replayed' || replay === 'gone', text: REPLAYS[replay] };
    }),
};

const REPLAYS: Record<Replay, string> = {
  replayed: 'is in line again',
  gone: 'was replayed or dropped before',
  'no-order': 'belongs to no order, nothing could settle it; drop it',
  settled: 'belongs to an order that is settled already; drop it',
};

/** Removes entries for good. */
export const deadLettersDropCommand: Command = {
  usage: 'dead-letters drop ID... | --all',
  summary: 'removes entries for good; their orders stay as they are',
  options: { all: { type: 'boolean' } },
  words: { least: 0, most: 1000 },
  run: (context, call) =>
    eachChosen(context, call, async (ledger, letter) => ({
      done: true,
      text: (await dropDeadLetter(ledger, letter)) ? 'is dropped' : 'was dropped before',
    })),
};

type Effect = (ledger: Ledger, letter: DeadLetter) => Promise<{ done: boolean; text: string }>;

async function eachChosen(
  { openLedger, signal, print, progress }: CommandContext,
  { words, options }: CommandCall,
  effect: Effect,
): Promise<0 | 1> {
  if (words.length > 0 === (options['all'] === true)) {
    throw new UsageError('name the dead letters, as `dead-letters list` shows them, or say --all');
  }
  for (const word of words) {
    if (!NAME.test(word))
      throw new UsageError(`${word} is not the id of a dead letter, such as s0/1-0`);
  }
  const ledger = await openLedger();
  const missing = new Set(words);
  let failed = 0;
  let seen = 0;
  // Read to the end first: what is replayed may come back as a new dead letter.
  const letters = await Array.fromAsync(readDeadLetters(ledger));
  for (const letter of letters) {
    signal.throwIfAborted();
    if (words.length > 0 && !missing.delete(nameOf(letter))) continue;
    const { done, text } = await effect(ledger, letter);
    print(`${nameOf(letter)} ${text}`);
    if (!done) failed += 1;
    progress(`${(seen += 1)} of ${words.length === 0 ? letters.length : words.length}`);
  }
  for (const word of missing) print(`${word} is not there; it was replayed or dropped before`);
  return failed === 0 ? 0 : 1;
}

const NAME = /^s\d{1,4}\/\d+-\d+$/;

function nameOf(letter: DeadLetter): string {
  return `s${letter.shard}/${letter.id}`;
}

function describe(letters: readonly DeadLetter[]): string {
  return table(
    ['dead letter', 'since', 'order', 'deliveries', 'error'],
    letters.map((letter) => [
      nameOf(letter),
      new Date(Number.parseInt(letter.id)).toISOString(),
      letter.orderId === '' ? '(none)' : orderHandle(letter.orderId),
      letter.deliveries,
      letter.error,
    ]),
  );
}
