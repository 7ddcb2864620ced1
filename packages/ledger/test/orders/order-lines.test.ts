import assert from 'node:assert/strict';
import { test } from 'node:test';
import { createLogger } from '@onsale/service';
import { orderHandle } from '../../src/orders/order-handle.ts';
import { createOrderLines, type OrderLinesMode } from '../../src/orders/order-lines.ts';

// As long as an order id: 28 characters. One in 32 ends with 0.
const ids = Array.from({ length: 32 }, (_, i) => `01k${'7'.repeat(24)}${i.toString(32)}`);
const handles = ids.map(orderHandle);

function linesOf(mode: OrderLinesMode, level = 'info'): Record<string, unknown>[] {
  const texts: string[] = [];
  const destination = { write: (text: string) => void texts.push(text) };
  const logger = createLogger({ service: 'gateway', instance: 'g1', level, destination });
  const lines = createOrderLines(logger, mode);
  for (const id of ids) {
    lines.changed(id, 'placed', { durationMs: 1.26, reqId: 'r-1' });
    lines.changed(id, 'confirmed', { durationMs: 30 });
  }
  return texts.map((text) => JSON.parse(text) as Record<string, unknown>);
}

test('every change of an order is logged under its handle, not its id', () => {
  const lines = linesOf('all');
  assert.equal(lines.length, ids.length * 2);
  const [{ time, ...placed } = {}, confirmed] = lines;
  assert.ok(!Number.isNaN(Date.parse(String(time))));
  assert.deepEqual(placed, {
    level: 'info',
    service: 'gateway',
    instance: 'g1',
    reqId: 'r-1',
    order: handles[0],
    durationMs: 1.3,
    msg: 'order placed',
  });
  assert.deepEqual([confirmed?.['msg'], confirmed?.['durationMs']], ['order confirmed', 30]);
  assert.ok(!('reqId' in (confirmed ?? {})));
  for (const line of lines) assert.ok(!ids.some((id) => JSON.stringify(line).includes(id)));
});

test('a sampled order is logged with all its changes', () => {
  assert.deepEqual(
    linesOf('sampled').map(({ order, msg }) => [order, msg]),
    [
      [handles[0], 'order placed'],
      [handles[0], 'order confirmed'],
    ],
  );
});

test('nothing is logged when off or at a higher level', () => {
  assert.deepEqual(linesOf('off'), []);
  assert.deepEqual(linesOf('all', 'warn'), []);
});

test('a handle shows time and shard and distinguishes orders of one millisecond', () => {
  const [id = ''] = ids;
  assert.match(orderHandle(id), /^01k777777777-[0-9a-f]{6}$/);
  assert.equal(new Set(handles).size, ids.length);
});
