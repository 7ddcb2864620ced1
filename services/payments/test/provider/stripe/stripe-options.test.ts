import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ConfigError, loadConfig } from '@onsale/service';
import { PaymentsConfig } from '../../../src/config.ts';
import { isLiveKey, stripeOptionsOf } from '../../../src/provider/stripe/stripe-options.ts';

const ENV = {
  PAYMENT_PROVIDER: 'stripe',
  PUBLIC_URL: 'https://shop.example/fair/',
  STRIPE_SECRET_KEY: 'rk_test_51Habc',
  STRIPE_WEBHOOK_SECRET: 'whsec_a, whsec_b',
};
const read = (changes: Record<string, string> = {}) =>
  stripeOptionsOf(loadConfig(PaymentsConfig, { ...ENV, ...changes }));

test('keys, secrets and methods are read', () => {
  assert.deepEqual(read({ STRIPE_PAYMENT_METHODS: 'card, twint' }), {
    ...{ secretKey: 'rk_test_51Habc', webhookSecrets: ['whsec_a', 'whsec_b'] },
    ...{ publicUrl: 'https://shop.example/fair', paymentMethods: ['card', 'twint'] },
  });
  assert.equal(isLiveKey('rk_live_1'), true);
  assert.equal(isLiveKey('sk_test_live'), false);
});

const wrong: [changes: Record<string, string>, says: RegExp][] = [
  [{ STRIPE_SECRET_KEY: 'pk_live_1' }, /^STRIPE_SECRET_KEY must begin with/],
  [{ STRIPE_SECRET_KEY: 'sk_live_1 sk_live_2' }, /^STRIPE_SECRET_KEY must/],
  [{ STRIPE_WEBHOOK_SECRET: 'whsec_a,abc' }, /^STRIPE_WEBHOOK_SECRET must begin with whsec_/],
  [{ STRIPE_PAYMENT_METHODS: 'card,sepa_debit' }, /has "sepa_debit", unknown or taking days/],
  [{ STRIPE_PAYMENT_METHODS: ' , ' }, /^STRIPE_PAYMENT_METHODS has "", ""/],
];
for (const [changes, says] of wrong) {
  test(`${JSON.stringify(changes)} is refused at the start, and not quoted`, () => {
    assert.throws(
      () => read(changes),
      (error) => {
        assert.ok(error instanceof ConfigError);
        assert.equal(error.problems.length, 1);
        assert.match(error.message, says);
        assert.doesNotMatch(error.message, /live_[12]|abc/);
        return true;
      },
    );
  });
}
