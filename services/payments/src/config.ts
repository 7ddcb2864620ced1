import { must, Type } from '@onsale/contracts';
import {
  ConfigError,
  officeVariables,
  orderWayVariables,
  replicaVariables,
  secret,
  serviceVariables,
} from '@onsale/service';
import type { Static } from 'typebox';

const URL_PATTERN = '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$';
const URL_MUST = must('must be an http:// or https:// address');

/** The environment of payments. */
export const PaymentsConfig = Type.Object({
  ...serviceVariables(5004),
  ...orderWayVariables,
  ...officeVariables,
  PUBLIC_URL: Type.Optional(
    Type.String({
      description: 'The shop’s address, to which buyers come back from paying',
      pattern: URL_PATTERN,
      ...URL_MUST,
    }),
  ),
  PAYMENT_PROVIDER: Type.Unsafe<'none' | 'bank' | 'stripe'>({
    type: 'string',
    enum: ['none', 'bank', 'stripe'],
    default: 'none',
    description: 'Who takes the money: `stripe`, the [`bank`](bank.md) for tests, or `none`',
  }),
  TEST_PAYMENTS: Type.Boolean({
    default: false,
    description: 'Allows the bank, which takes no real money',
  }),
  PAYMENTS_TOKEN: Type.Optional(
    secret('Bearer token of office and admin; without it, they can refund nothing'),
  ),
  PAYMENT_GIVE_UP_MS: Type.Integer({
    default: 600_000,
    minimum: 1000,
    maximum: 86_400_000,
    description:
      'How long after its deadline an order stays held while the provider cannot be asked about its payment',
  }),
  PAYMENT_SWEEP_MS: Type.Integer({
    default: 60_000,
    minimum: 250,
    maximum: 3_600_000,
    description: 'How often the provider is asked what no webhook told',
  }),
  PAYMENT_CALLS_PER_S: Type.Integer({
    default: 20,
    minimum: 1,
    maximum: 1000,
    description:
      'Most calls of a process to the provider, fewer while that takes fewer; Stripe takes 100 in all',
  }),
  ...replicaVariables,
  BANK_URL: Type.String({
    default: 'http://127.0.0.1:5007',
    description: 'API of the bank',
    pattern: URL_PATTERN,
    ...URL_MUST,
  }),
  BANK_TOKEN: Type.Optional(secret('Its token')),
  BANK_WEBHOOK_SECRET: Type.Optional(secret('Signs its messages')),
  STRIPE_SECRET_KEY: Type.Optional(
    secret('API key, also of the test mode: `sk_…` or, with fewer rights, `rk_…`'),
  ),
  STRIPE_WEBHOOK_SECRET: Type.Optional(
    secret(
      'Signs Stripe’s messages: `whsec_…`; several, with commas, while one replaces the other',
    ),
  ),
  STRIPE_PAYMENT_METHODS: Type.String({
    default: 'card',
    description: 'Methods, with commas; only those that decide at once',
  }),
  STRIPE_API_URL: Type.Optional(
    Type.String({
      description: 'Another API, for tests',
      pattern: URL_PATTERN,
      ...URL_MUST,
    }),
  ),
});
export type PaymentsConfig = Readonly<Static<typeof PaymentsConfig>>;

/** Throws `ConfigError` when what the provider needs is missing. */
export function checkProvider(config: PaymentsConfig): void {
  const problems: string[] = [];
  const need = (name: keyof PaymentsConfig, why: string) => {
    if (config[name] === undefined) problems.push(`${name} is missing: ${why}`);
  };
  if (config.PAYMENT_PROVIDER === 'none') return;
  need('PUBLIC_URL', 'buyers come back to it from the payment page');
  if (config.PAYMENT_PROVIDER === 'bank') {
    if (!config.TEST_PAYMENTS) {
      problems.push(
        'PAYMENT_PROVIDER=bank takes no real money: set TEST_PAYMENTS=true if that is what you want, ' +
          'else PAYMENT_PROVIDER=stripe',
      );
    }
    need('BANK_TOKEN', 'the bank refuses whoever does not have it');
    need('BANK_WEBHOOK_SECRET', 'without it nobody could tell who a message is from');
  } else {
    need('STRIPE_SECRET_KEY', 'see docs/payments.md');
    need('STRIPE_WEBHOOK_SECRET', 'payments doctor makes one; until then, set it to whsec_later');
  }
  if (problems.length > 0) throw new ConfigError(problems);
}
