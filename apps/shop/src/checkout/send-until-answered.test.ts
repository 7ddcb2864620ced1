import assert from 'node:assert/strict';
import { afterEach, test } from 'node:test';
import {
  ApiError,
  NetworkError,
  type CreateOrderRequest,
  type CreateOrderResponse,
} from '@onsale/api-client';
import {
  forgetPurchase,
  isUnclear,
  lastWanted,
  noteSent,
  noteWanted,
  readPurchase,
} from './purchase.ts';
import { type SendState, sendUntilAnswered } from './send-until-answered.ts';

afterEach(() => forgetPurchase('show'));

function orderOf(name: string, email = 'ada@example.com'): CreateOrderRequest {
  return {
    customer: { name, email },
    items: [{ ticketId: 'seat', qty: 1 }],
    paymentMethod: 'online',
  };
}

const placed: CreateOrderResponse = {
  ...{ orderId: 'order-1', status: 'pending', grandTotal: 20, currency: 'EUR', message: '' },
};
const refused = (status: number, code: string) =>
  new ApiError(status, { error: code, code, details: [] }, undefined);
const noAnswer = () => new NetworkError('lost');

type Answer = CreateOrderResponse | Error;

/** Sends to a shop that answers so, one after the other; a pause is over at once. */
async function send(
  order: CreateOrderRequest,
  answers: Answer[],
  options: { offlineFor?: number; stopAfter?: number } = {},
) {
  const seen: SendState[] = [];
  const requests: { order: CreateOrderRequest; key: string }[] = [];
  const controller = new AbortController();
  let offlineFor = options.offlineFor ?? 0;
  let pauses = 0;
  const result = await sendUntilAnswered({
    ...{ eventId: 'show', order, signal: controller.signal },
    show: (state) => seen.push(state),
    place: async (each, key) => {
      requests.push({ order: each, key });
      const answer = answers.shift();
      if (answer === undefined) throw new Error('asked too often');
      if (answer instanceof Error) throw answer;
      return answer;
    },
    network: {
      isOnline: () => offlineFor === 0,
      untilNextTry: async () => {
        offlineFor = Math.max(0, offlineFor - 1);
        if (++pauses === options.stopAfter) controller.abort();
        controller.signal.throwIfAborted();
      },
    },
  }).catch((error: unknown) => error);
  return { result, requests, seen };
}

const shown = ({ seen }: { seen: SendState[] }) =>
  seen.map((state) => [state.step === 'waiting' ? state.why : 'sending', state.isUnclear]);

test('an answer ends it, and the order is noted', async () => {
  const order = orderOf('Ada');
  const { result, requests } = await send(order, [placed]);
  assert.deepEqual(result, { order, response: placed });
  assert.equal(requests.length, 1);
  assert.equal(readPurchase('show')?.orderId, 'order-1');
});

test('a lost answer is asked for again with the same key, and is unclear until then', async () => {
  const order = orderOf('Ada');
  const sent = await send(order, [noAnswer(), refused(503, 'REDIS_UNAVAILABLE'), placed]);
  assert.equal(new Set(sent.requests.map(({ key }) => key)).size, 1);
  assert.deepEqual(shown(sent), [
    ['sending', false],
    ['unreachable', true],
    ['sending', true],
    ['unreachable', true],
    ['sending', true],
  ]);
});

test('offline before the first try, nothing is sent and nothing is unclear', async () => {
  const sent = await send(orderOf('Ada'), [placed], { offlineFor: 2 });
  assert.deepEqual(shown(sent), [
    ['offline', false],
    ['offline', false],
    ['sending', false],
  ]);
  assert.equal(sent.requests.length, 1);
});

test('who stops while nothing was sent has sent nothing; after that it may have arrived', async () => {
  const early = await send(orderOf('Ada'), [], { offlineFor: 9, stopAfter: 1 });
  assert.equal((early.result as Error).name, 'AbortError');
  assert.equal(early.requests.length, 0);
  assert.equal(isUnclear(readPurchase('show')), false);
  await send(orderOf('Ada'), [noAnswer()], { stopAfter: 1 });
  assert.equal(isUnclear(readPurchase('show')), true);
});

test('a crowd, too many requests and a paused shop are waited for, each with its own words', async () => {
  const busy = [refused(503, 'OVERLOADED'), refused(429, 'RATE_LIMITED')];
  const answers = [...busy, refused(503, 'DATA_SET_BACK'), placed];
  const sent = await send(orderOf('Ada'), answers);
  assert.deepEqual(shown(sent), [
    ['sending', false],
    ['busy', false],
    ['sending', false],
    ['limited', false],
    ['sending', false],
    ['paused', false],
    ['sending', false],
  ]);
});

test('what may have arrived before stays unclear, whatever is answered to the repetition', async () => {
  const answers = [noAnswer(), refused(503, 'OVERLOADED')];
  const sent = await send(orderOf('Ada'), answers, { stopAfter: 2 });
  assert.deepEqual(shown(sent).at(-1), ['busy', true]);
  assert.equal(isUnclear(readPurchase('show')), true);
});

test('a page that is left while a crowd is waited for has sent nothing, and goes on later', async () => {
  await send(orderOf('Ada'), [refused(503, 'OVERLOADED')], { stopAfter: 1 });
  assert.equal(isUnclear(readPurchase('show')), false);
  assert.deepEqual(lastWanted(readPurchase('show')), orderOf('Ada'));
});

test('a clear no is final, and nothing of it stays unclear', async () => {
  const { result } = await send(orderOf('Ada'), [refused(409, 'SOLD_OUT')]);
  assert.equal((result as ApiError).code, 'SOLD_OUT');
  assert.deepEqual(readPurchase('show')?.sent, []);
});

test('a form that was changed after a lost answer finds the order that has arrived', async () => {
  const [first, changed] = [orderOf('Ada'), orderOf('Ada O.')];
  noteWanted('show', first);
  noteSent('show', first);
  const { result, requests } = await send(changed, [
    refused(422, 'IDEMPOTENCY_KEY_REUSED'),
    placed,
  ]);
  assert.deepEqual(
    requests.map(({ order }) => order.customer.name),
    ['Ada O.', 'Ada'],
  );
  assert.deepEqual(result, { order: first, response: placed });
});

test('an address that was corrected: the first order is cleared up before the second goes out', async () => {
  const [first, changed] = [orderOf('Ada', 'ada@gmial.com'), orderOf('Ada')];
  noteWanted('show', first);
  noteSent('show', first);
  const sent = await send(changed, [refused(409, 'SOLD_OUT'), placed]);
  assert.deepEqual(
    sent.requests.map(({ order }) => order.customer.email),
    ['ada@gmial.com', 'ada@example.com'],
  );
  assert.deepEqual(sent.result, { order: changed, response: placed });
});

test('a fault of the page itself is not taken for an answer', async () => {
  const { result } = await send(orderOf('Ada'), [new TypeError('broken')]);
  assert.ok(result instanceof TypeError);
});
