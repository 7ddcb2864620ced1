import { ConfigError, splitList } from '@onsale/service';
import type { PaymentsConfig } from '../../config.ts';

/** What the adapter needs to know. */
export interface StripeOptions {
  secretKey: string;
  /** Those that a message may be signed with: several while one replaces another. */
  webhookSecrets: readonly string[];
  /** Address of the shop, without a slash at its end. */
  publicUrl: string;
  paymentMethods: readonly string[];
  /** Instead of Stripe's own. */
  apiUrl?: string;
}

/**
 * The methods that say within minutes whether they have paid, and never take it back: tickets cannot be
 * held for days while a bank decides. Direct debits, vouchers and bank transfers are therefore missing
 * (docs.stripe.com/payments/payment-methods/payment-method-support, "delayed notification").
 */
const DECIDING_AT_ONCE = new Set([
  ...['affirm', 'afterpay_clearpay', 'alipay', 'amazon_pay', 'bancontact', 'bizum', 'blik'],
  ...['card', 'cashapp', 'eps', 'grabpay', 'ideal', 'kakao_pay', 'klarna', 'kr_card', 'link'],
  ...['mb_way', 'mobilepay', 'naver_pay', 'p24', 'payco', 'paypal', 'revolut_pay'],
  ...['samsung_pay', 'satispay', 'swish', 'twint', 'wechat_pay', 'zip'],
]);

/** Reads the settings of Stripe. Throws `ConfigError` with a line for each that is wrong, and quotes none. */
export function stripeOptionsOf(config: PaymentsConfig): StripeOptions {
  const problems: string[] = [];
  const secretKey = config.STRIPE_SECRET_KEY ?? '';
  if (!/^[sr]k_(test|live)_\w+$/.test(secretKey)) {
    problems.push(
      'STRIPE_SECRET_KEY must begin with rk_test_, rk_live_, sk_test_ or sk_live_; a key that begins ' +
        'with pk_ is not secret',
    );
  }
  const webhookSecrets = splitList(config.STRIPE_WEBHOOK_SECRET ?? '');
  if (webhookSecrets.length === 0 || !webhookSecrets.every((text) => /^whsec_\S+$/.test(text))) {
    problems.push('STRIPE_WEBHOOK_SECRET must begin with whsec_; several are separated by commas');
  }
  const paymentMethods = splitList(config.STRIPE_PAYMENT_METHODS);
  const late = paymentMethods.filter((method) => !DECIDING_AT_ONCE.has(method));
  if (late.length > 0) {
    problems.push(
      `STRIPE_PAYMENT_METHODS has "${late.join('", "')}", unknown or taking days to decide; ` +
        `possible are ${[...DECIDING_AT_ONCE].join(', ')}`,
    );
  }
  if (config.PUBLIC_URL === undefined) problems.push('PUBLIC_URL is missing');
  if (problems.length > 0) throw new ConfigError(problems);
  return {
    ...{ secretKey, webhookSecrets, paymentMethods },
    publicUrl: (config.PUBLIC_URL ?? '').replace(/\/+$/, ''),
    ...(config.STRIPE_API_URL === undefined ? {} : { apiUrl: config.STRIPE_API_URL }),
  };
}

/** Whether a key moves real money. */
export function isLiveKey(secretKey: string): boolean {
  return /^[sr]k_live_/.test(secretKey);
}
