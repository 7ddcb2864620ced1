import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { openGateway, order, type TestGateway } from './open-gateway.ts';

describe('what a shop sets', () => {
  let gateway: TestGateway;
  before(async () => {
    gateway = await openGateway({
      PAYMENT_METHODS: 'credit_card, invoice',
      MAX_QTY_PER_ORDER: '3',
    });
  });
  after(() => gateway.close());

  it('accepts those that PAYMENT_METHODS lists and no other', async () => {
    const place = async (paymentMethod: string) =>
      await gateway.app.inject({
        method: 'POST',
        url: '/orders',
        payload: { ...order(), paymentMethod },
      });
    assert.equal((await place('invoice')).statusCode, 201);
    const before = await gateway.written();
    const refused = await place('cash');
    assert.equal(refused.statusCode, 400);
    assert.deepEqual(refused.json(), {
      error: 'paymentMethod must be one of credit_card, invoice',
      code: 'PAYMENT_METHOD_NOT_ACCEPTED',
      details: [{ path: 'paymentMethod', message: 'must be one of credit_card, invoice' }],
    });
    assert.deepEqual(await gateway.written(), before);
  });

  it('accepts as many tickets as MAX_QTY_PER_ORDER and not one more', async () => {
    const place = async (qty: number) =>
      await gateway.app.inject({
        method: 'POST',
        url: '/orders',
        payload: order([{ ticketId: 'fair-adult', qty }]),
      });
    assert.equal((await place(3)).statusCode, 201);
    assert.equal((await place(4)).statusCode, 400);
  });
});
