import assert from 'node:assert/strict';
import { test } from 'node:test';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { type LineFacts, statusOf } from '../src/lines/line-status.ts';
import { eventWith } from './open-room.ts';

const NOW_MS = Date.UTC(2086, 0, 1);

test('a line that orders need is never said to be off, also before its first step', () => {
  assert.equal(statusWith('opens: always'), 'open');
  assert.equal(statusWith(`opens: from, from: '2085-12-31T00:00:00Z'`), 'open');
  assert.equal(statusWith(`opens: from, from: '2086-01-02T00:00:00Z'`), 'off');
  assert.equal(statusWith('opens: automatic'), 'off');
});

function statusWith(waitingRoom: string) {
  const { events } = parseCatalog(`events:\n${eventWith(waitingRoom, { capacity: 5 })}`, 'test');
  const [document] = events;
  return statusOf({
    ...{ phase: 'none', nowMs: NOW_MS, shop: { is: 'well' } },
    event: { document, status: 'on_sale' },
    ...{ settings: { isClosed: false, isPaused: false }, tickets: { remaining: 5, held: 0 } },
  } as unknown as LineFacts);
}
