import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { CreateOrderResponse } from '@onsale/contracts';
import { applyCatalog, changeEventStatus, parseOrderId } from '@onsale/ledger';
import { parseCatalog } from '@onsale/ledger/parse-catalog';
import { eventually } from '@onsale/testing';
import { place } from '../gateway-for-tests.ts';
import { openGateway, order, TEST_CATALOG, type TestGateway } from '../open-gateway.ts';

for (const SHARDS of ['1', '16']) {
  describe(`a repeated request (${SHARDS} shards)`, () => {
    let gateway: TestGateway;
    let stricter: TestGateway;
    before(async () => {
      gateway = await openGateway({ SHARDS });
      const limits = { SHARDS, MAX_QTY_PER_ORDER: '1', PAYMENT_METHODS: 'invoice' };
      stricter = await openGateway(limits, { redis: gateway.redis });
    });
    after(async () => {
      await stricter.close();
      await gateway.close();
    });

    const headers = (key: string) => ({ 'idempotency-key': key });
    const assertIsFirst = (
      answer: Awaited<ReturnType<typeof place>>,
      first: Awaited<ReturnType<typeof place>>,
    ) => {
      assert.equal(answer.statusCode, 201, answer.body);
      assert.deepEqual(answer.json(), first.json());
      assert.equal(answer.headers['idempotent-replayed'], 'true');
    };

    it('finds its order although limits have changed', async () => {
      const first = await place(gateway, order(), headers('limits'));
      assertIsFirst(await place(stricter, order(), headers('limits')), first);
      // Only for the same request: not for a different one, nor for a new key.
      const other = order([{ ticketId: 'fair-adult', qty: 3 }]);
      assert.equal((await place(stricter, other, headers('limits'))).statusCode, 400);
      assert.equal((await place(stricter, order(), headers('never used'))).statusCode, 400);
      assert.equal((await place(stricter, order())).statusCode, 400);
    });

    it('finds its order although the price has changed or the tickets have gone', async () => {
      const items = [
        { ticketId: 'club-adult', qty: 1 },
        { ticketId: 'club-adult', qty: 1 },
      ];
      const body = { ...order(items), expectedTotal: 30 };
      const first = await place(gateway, body, headers('gone'));
      const { orderId } = first.json<CreateOrderResponse>();
      assert.ok(parseOrderId(orderId, Number(SHARDS)) !== undefined);
      const apply = async (text: string) =>
        await applyCatalog(gateway.ledger, parseCatalog(text, 'catalog.yaml'));

      await apply(TEST_CATALOG.replace('price: 15', 'price: 16'));
      const refused = await eventually(
        async () => await place(gateway, body),
        ({ statusCode }) => statusCode === 409,
      );
      assert.match(refused.body, /the total is 32.00 EUR now/);
      assertIsFirst(await place(gateway, body, headers('gone')), first);

      await changeEventStatus(gateway.ledger, 'club', { step: 'cancel' });
      await eventually(
        async () => await place(gateway, { ...body, expectedTotal: 32 }),
        ({ body: text }) => text.includes('NOT_ON_SALE'),
      );
      assertIsFirst(await place(gateway, body, headers('gone')), first);
    });
  });
}
