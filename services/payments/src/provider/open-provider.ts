import type { PaymentsConfig } from '../config.ts';
import { createBank } from './bank/bank.ts';
import type { Provider } from './provider.ts';
import { stripeOptionsOf } from './stripe/stripe-options.ts';
import { createStripe } from './stripe/stripe-provider.ts';

/**
 * The provider that the configuration names; undefined when nobody takes money. Opens no connection. Throws
 * `ConfigError` when what it needs is wrong; that it is there was checked before.
 */
export function openProvider(config: PaymentsConfig): Provider | undefined {
  switch (config.PAYMENT_PROVIDER) {
    case 'none':
      return undefined;
    case 'stripe':
      return createStripe(stripeOptionsOf(config));
    case 'bank': {
      const { BANK_URL: url, BANK_TOKEN: token = '', BANK_WEBHOOK_SECRET = '' } = config;
      return createBank({ url, token, webhookSecret: BANK_WEBHOOK_SECRET });
    }
    default:
      return config.PAYMENT_PROVIDER satisfies never;
  }
}
