import { must, Type } from '@onsale/contracts';
import {
  ConfigError,
  httpVariables,
  lifecycleVariables,
  logVariables,
  secret,
} from '@onsale/service';
import type { Static } from 'typebox';

const URL_PATTERN = '^https?://[^\\s/?#@]+(/[^\\s?#]*)?$';
const URL_MUST = must('must be an http:// or https:// address');

/** The environment of the bank. */
export const BankConfig = Type.Object({
  ...httpVariables(5007),
  ...logVariables,
  ...lifecycleVariables,
  PUBLIC_URL: Type.String({
    default: 'http://localhost:5007',
    description: 'Where buyers reach its pages, also under a path',
    pattern: URL_PATTERN,
    ...URL_MUST,
  }),
  DATA_DIR: Type.String({
    default: '.data/bank',
    description: 'Its books, for one process at a time',
  }),
  WEBHOOK_URL: Type.String({
    default: 'http://127.0.0.1:5004/webhooks/bank',
    description: 'Where its messages go',
    pattern: URL_PATTERN,
    ...URL_MUST,
  }),
  BANK_TOKEN: secret('Token of its API, and password of its dashboard unless `HOST` is loopback'),
  BANK_WEBHOOK_SECRET: secret('Signs its messages: 24 to 64 bytes in base64, also after `whsec_`'),
});
export type BankConfig = Readonly<Static<typeof BankConfig>>;

/** Throws `ConfigError` unless messages can be signed as Standard Webhooks wants it. */
export function checkWebhookSecret({ BANK_WEBHOOK_SECRET }: BankConfig): void {
  const [, base64 = ''] = /^(?:whsec_)?([A-Za-z0-9+/]+={0,2})$/.exec(BANK_WEBHOOK_SECRET) ?? [];
  const { length } = Buffer.from(base64, 'base64');
  if (length >= 24 && length <= 64) return;
  throw new ConfigError(['BANK_WEBHOOK_SECRET must be 24 to 64 bytes in base64']);
}
