import assert from 'node:assert/strict';
import { setImmediate as turn } from 'node:timers/promises';
import { test } from 'node:test';
import { createLogger, createOrderLog, type OrderLogMode } from '../src/index.ts';

// 28 characters, as an order id has; one in 32 ends with 0.
const ids = Array.from({ length: 32 }, (_, i) => `01k${'7'.repeat(24)}${i.toString(32)}`);

async function linesOf(mode: OrderLogMode, level = 'info'): Promise<Record<string, unknown>[]> {
  const writes: string[] = [];
  const destination = { write: (text: string) => void writes.push(text) };
  const logger = createLogger({ service: 'gateway', instance: 'g1', level, destination });
  const log = createOrderLog(logger, mode);
  for (const id of ids) {
    log.changed(id, 'placed', 1.26, 'r-1');
    log.changed(id, 'confirmed', 30);
  }
  await turn();
  assert.ok(writes.length <= 1, 'all of one turn is written at once');
  const lines = writes.join('').split('\n');
  assert.equal(lines.pop(), '');
  return lines.map((line) => JSON.parse(line) as Record<string, unknown>);
}

test('every change of an order is a line in the form of the logger', async () => {
  const lines = await linesOf('all');
  assert.equal(lines.length, ids.length * 2);
  const [placed, confirmed] = lines;
  const { time, ...rest } = placed ?? {};
  assert.ok(Math.abs(Date.parse(String(time)) - Date.now()) < 60_000);
  assert.deepEqual(rest, {
    level: 'info',
    service: 'gateway',
    instance: 'g1',
    reqId: 'r-1',
    orderId: ids[0],
    durationMs: 1.3,
    msg: 'order placed',
  });
  assert.deepEqual([confirmed?.['msg'], confirmed?.['durationMs']], ['order confirmed', 30]);
  assert.ok(!('reqId' in (confirmed ?? {})));
});

test('a sample has all changes of the orders that it has', async () => {
  const lines = await linesOf('sampled');
  assert.deepEqual(
    lines.map(({ orderId, msg }) => [orderId, msg]),
    [
      [ids[0], 'order placed'],
      [ids[0], 'order confirmed'],
    ],
  );
});

test('there are no lines when it is off, or when the level is higher', async () => {
  assert.deepEqual(await linesOf('off'), []);
  assert.deepEqual(await linesOf('all', 'warn'), []);
});

test('an id that somebody made up cannot write lines of its own', async () => {
  const writes: string[] = [];
  const destination = { write: (text: string) => void writes.push(text) };
  const options = { service: 'order-worker', instance: 'w1', level: 'info', destination };
  createOrderLog(createLogger(options), 'all').changed('"}\n{"level":"fatal', 'rejected', 1);
  await turn();
  assert.equal(writes.join('').split('\n').length, 2);
});
