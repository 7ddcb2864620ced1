import assert from 'node:assert/strict';
import { fork } from 'node:child_process';
import { once } from 'node:events';
import { after, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { endWithUs, type TestRedis } from '@onsale/testing';
import { audit, type Ledger, readStock } from '../../src/index.ts';
import type { Orders } from './killed-process.ts';
import { CAPACITY, openShop, readChanges } from './order-shop.ts';
import { callsOf, CHANGES, type Lives, newLives, SOLD } from './one-life.ts';

// Orders live through everything that can happen to them, and at each command somebody is killed. Then
// all calls are made again, and every change must have happened exactly once.

/** Processes at a time: each takes a moment to start. */
const PROCESSES = 4;

// The number of commands in a life that nobody disturbs.
async function countCommands(ledger: Ledger, lives: Lives): Promise<number> {
  let commands = 0;
  const redis = {
    nodes: () => ledger.redis.nodes(),
    command: (key: string, args: readonly string[]) => {
      commands += 1;
      return ledger.redis.command(key, args);
    },
  };
  for (const call of callsOf(lives, 'first')) await call({ ...ledger, redis });
  return commands;
}

async function checkAll(ledger: Ledger, all: readonly Lives[]): Promise<void> {
  const changes = await readChanges(ledger);
  for (const lives of all) {
    for (const name of Object.keys(CHANGES) as (keyof Lives)[]) {
      const happened = changes.get(lives[name].id)?.join(' ') ?? '';
      // A payment that was returned may be opened once more.
      assert.equal(happened.replace(/( ho oh)+/, ' ho oh'), CHANGES[name].join(' '), name);
    }
  }
  const sold = SOLD * all.length;
  const books = { capacity: CAPACITY, remaining: CAPACITY - sold, held: 0, sold };
  assert.deepEqual((await readStock(ledger, 0)).get('adult'), books);
  const { problems, backlog } = await audit(ledger);
  assert.deepEqual([problems, backlog], [[], 0]);
}

test('a process killed before or after any command leaves nothing undone or done twice', async () => {
  const { redis, ledger, close } = await openShop();
  after(close);
  const all = [newLives()];
  const commands = await countCommands(ledger, all[0]!);
  const victims = Array.from({ length: commands }, (_, i) => i + 1).flatMap((command) =>
    [false, true].map((isSent): Orders => ({
      ...{ url: redis.url, lives: newLives() },
      kill: { command, isSent },
    })),
  );
  const waiting = victims.values();
  await Promise.all(
    Array.from({ length: PROCESSES }, async () => {
      for (const orders of waiting) await liveUntilKilled(orders);
    }),
  );
  all.push(...victims.map(({ lives }) => lives));
  for (const [i, lives] of all.entries()) {
    for (const call of callsOf(lives, `heir-${i}`)) await call(ledger);
  }
  await checkAll(ledger, all);
});

async function liveUntilKilled(orders: Orders): Promise<void> {
  const child = fork(fileURLToPath(new URL('./killed-process.ts', import.meta.url)));
  endWithUs(child);
  const exited = once(child, 'exit');
  await once(child, 'message');
  child.send(orders);
  assert.deepEqual(await exited, [null, 'SIGKILL']);
}

test('a Redis killed during or after any command forgets nothing that it has answered', async () => {
  const { redis, ledger, close } = await openShop(['--appendfsync', 'always']);
  after(close);
  const all = [newLives()];
  const commands = await countCommands(ledger, all[0]!);
  for (let command = 1; command <= commands; command++) {
    for (const isAnswered of [false, true]) {
      const lives = newLives();
      all.push(lives);
      const killing = { ...ledger, redis: killingRedis(redis, ledger, { command, isAnswered }) };
      for (const call of callsOf(lives, 'worker')) await untilAnswered(() => call(killing));
    }
  }
  await checkAll(ledger, all);
});

// Kills the server at one command: while it is on its way, or when it was answered.
function killingRedis(
  server: TestRedis,
  { redis }: Ledger,
  at: { command: number; isAnswered: boolean },
): Ledger['redis'] {
  let commands = 0;
  const restart = async () => {
    await server.kill('SIGKILL');
    await server.restart();
  };
  return {
    nodes: () => redis.nodes(),
    command: async (key, args) => {
      commands += 1;
      if (commands !== at.command) return await redis.command(key, args);
      if (at.isAnswered) {
        const reply = await redis.command(key, args);
        await restart();
        return reply;
      }
      const [answer] = await Promise.allSettled([redis.command(key, args), restart()]);
      if (answer.status === 'rejected') throw answer.reason;
      return answer.value;
    },
  };
}

// A call that was not answered is made again.
async function untilAnswered(call: () => Promise<unknown>): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await call();
      return;
    } catch (error) {
      if (attempt === 1000) throw error;
      await new Promise((resolve) => setTimeout(resolve, 5));
    }
  }
}
