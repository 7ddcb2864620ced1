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

/** Lists entries that could not be settled. */
export const deadLettersListCommand: Command = {
  usage: 'dead-letters list [--json]',
  summary: 'lists the entries that could not be settled, with the reasons',
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

/** Returns entries to the workers once the cause is fixed. */
export const deadLettersReplayCommand: Command = {
  usage: 'dead-letters replay ID... | --all',
  summary: 'queues entries again; their orders, rejected as failed, become pending',
  options: { all: { type: 'boolean' } },
  words: { least: 0, most: 1000 },
  run: (context, call) =>
    eachChosen(context, call, async (ledger, letter) => {
      const replay = await replayDeadLetter(ledger, letter);
      return { done: replay === 'replayed' || replay === 'gone', text: REPLAYS[replay] };
    }),
};

const REPLAYS: Record<Replay, string> = {
  replayed: 'is queued again',
  gone: 'was already replayed or dropped',
  'no-order': 'names no existing order, so it can never be settled; drop it',
  'no-turn':
    'belongs to an order whose place in the line no longer has a turn, or has another order; drop it',
  settled: 'belongs to an order that is already settled; drop it',
};

/** Deletes entries. */
export const deadLettersDropCommand: Command = {
  usage: 'dead-letters drop ID... | --all',
  summary: 'deletes entries; their orders stay as they are',
  options: { all: { type: 'boolean' } },
  words: { least: 0, most: 1000 },
  run: (context, call) =>
    eachChosen(context, call, async (ledger, letter) => ({
      done: true,
      text: (await dropDeadLetter(ledger, letter)) ? 'was dropped' : 'was already dropped',
    })),
};

type Effect = (ledger: Ledger, letter: DeadLetter) => Promise<{ done: boolean; text: string }>;

async function eachChosen(
  { openLedger, signal, print, progress }: CommandContext,
  { words, options }: CommandCall,
  effect: Effect,
): Promise<0 | 1> {
  if (words.length > 0 === (options['all'] === true)) {
    throw new UsageError('name the dead letters as shown by `dead-letters list`, or use --all');
  }
  for (const word of words) {
    if (!NAME.test(word))
      throw new UsageError(`${word} is not the id of a dead letter, such as s0/1-0`);
  }
  const ledger = await openLedger();
  const missing = new Set(words);
  let failed = 0;
  let seen = 0;
  // Read completely first, because a replayed entry may come back as a new dead letter.
  const letters = await Array.fromAsync(readDeadLetters(ledger));
  for (const letter of letters) {
    signal.throwIfAborted();
    if (words.length > 0 && !missing.delete(nameOf(letter))) continue;
    const { done, text } = await effect(ledger, letter);
    print(`${nameOf(letter)} ${text}`);
    if (!done) failed += 1;
    progress(`${(seen += 1)} of ${words.length === 0 ? letters.length : words.length}`);
  }
  for (const word of missing) print(`${word} does not exist; it may have been replayed or dropped`);
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
