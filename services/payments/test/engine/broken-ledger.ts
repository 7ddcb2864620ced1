import type { Ledger } from '@onsale/ledger';

/** The process was killed. */
export class Killed extends Error {}

/** A ledger whose process is killed at its n-th command: before it, or before it hears the answer. */
export function killedAt(ledger: Ledger, n: number, isDone: boolean): Ledger {
  let count = 0;
  return withCommand(ledger, async (run) => {
    count += 1;
    if (count > n || (count === n && !isDone)) throw new Killed();
    const reply = await run();
    if (count === n) throw new Killed();
    return reply;
  });
}

/** A ledger with something that happens after the first call of one script. */
export function interrupted(ledger: Ledger, script: string, then: () => Promise<void>): Ledger {
  let isOver = false;
  return withCommand(ledger, async (run, words) => {
    const reply = await run();
    if (isOver || words[0] !== 'FCALL' || words[1]?.includes(script) !== true) return reply;
    isOver = true;
    await then();
    return reply;
  });
}

type Command = Ledger['redis']['command'];

function withCommand(
  ledger: Ledger,
  around: (run: () => ReturnType<Command>, words: readonly string[]) => ReturnType<Command>,
): Ledger {
  const command: Command = (key, words) => around(() => ledger.redis.command(key, words), words);
  return { ...ledger, redis: { ...ledger.redis, command } };
}
