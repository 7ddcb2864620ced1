import assert from 'node:assert/strict';
import { test } from 'node:test';
import type { EventDetails, ShopPreview } from '@onsale/api-client';
import { answerFrom } from './answer-from.ts';

const event = {
  id: 'gala',
  name: 'Gala',
  tickets: [{ id: 'gala-seat' }],
} as unknown as EventDetails;
const preview: ShopPreview = {
  ...{ kind: 'onsale preview', event, seller: { name: 'Ada', revision: 1 } },
  ...{ language: 'de', colorScheme: 'dark' },
};
const ask = answerFrom(() => preview);
const bodyOf = async (path: string) => (await (await ask(path)).json()) as unknown;

test('a preview answers what the pages of its event ask', async () => {
  assert.deepEqual(await bodyOf('/api/v1/events/gala'), event);
  assert.deepEqual(await bodyOf('/api/v1/tickets?event=gala'), { tickets: event.tickets });
  assert.deepEqual(await bodyOf('/api/v1/seller'), preview.seller);
  assert.deepEqual(await bodyOf('/api/v1/events?limit=30'), {
    ...{ events: [event], categories: [], cities: [] },
  });
});

test('a preview knows no other event, and takes no orders', async () => {
  assert.equal((await ask('/api/v1/events/ball')).status, 404);
  assert.equal((await ask('/api/v1/orders/1')).status, 404);
  const answer = await ask('/api/v1/orders', { method: 'POST', body: '{}' });
  assert.equal(answer.status, 409);
  assert.equal(((await answer.json()) as { code: string }).code, 'NOT_ON_SALE');
});
