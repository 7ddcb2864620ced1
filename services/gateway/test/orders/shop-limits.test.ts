import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { gatewayForTests, place } from '../gateway-for-tests.ts';
import { order } from '../open-gateway.ts';

describe('the limits of a shop', () => {
  const gateway = gatewayForTests({
    PAYMENT_METHODS: 'credit_card, invoice',
    MAX_QTY_PER_ORDER: '3',
  });

  it('accept only the methods in PAYMENT_METHODS', async () => {
    const placeWith = (paymentMethod: string) => place(gateway, { ...order(), paymentMethod });
    assert.equal((await placeWith('invoice')).statusCode, 201);
    const before = await gateway.written();
    const refused = await placeWith('cash');
    assert.equal(refused.statusCode, 400);
    assert.deepEqual(refused.json(), {
      error: 'paymentMethod must be one of credit_card, invoice',
      code: 'PAYMENT_METHOD_NOT_ACCEPTED',
      details: [{ path: 'paymentMethod', message: 'must be one of credit_card, invoice' }],
    });
    assert.deepEqual(await gateway.written(), before);
  });

  it('accept up to MAX_QTY_PER_ORDER tickets', async () => {
    const placeWith = (qty: number) => place(gateway, order([{ ticketId: 'fair-adult', qty }]));
    assert.equal((await placeWith(3)).statusCode, 201);
    assert.equal((await placeWith(4)).statusCode, 400);
  });
});
