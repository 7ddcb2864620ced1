import { must, Type } from '@onsale/contracts';
import { secret } from '@onsale/service';
import type { Static } from 'typebox';

/** The address of a part of a shop. */
export const Url = (description: string, initial: string) =>
  Type.String({
    default: initial,
    description,
    pattern: '^https?://[^\\s/?#@]+/?$',
    ...must('must be an http:// or https:// address without a path'),
  });

/** Where a rehearsal is played, for `npm run rehearse`. */
export const RehearsalConfig = Type.Object({
  SHOP_URL: Url('Door of the shop (`--url`)', 'http://localhost:8080'),
  CONSOLE_URL: Url('Door of the console (`--console`)', 'http://localhost:8081'),
  OFFICE_URL: Type.Optional(
    Type.String({
      description: 'The office itself, where the console can’t be reached',
      pattern: '^https?://[^\\s/?#@]+/?$',
      ...must('must be an http:// or https:// address without a path'),
    }),
  ),
  OFFICE_API_KEY: Type.Optional(
    secret('API key with the role manager, made in the console under _Team_'),
  ),
  BANK_URL: Url(
    'The [bank](bank.md) itself, as the door shows nobody its books',
    'http://localhost:5007',
  ),
  BANK_TOKEN: Type.Optional(secret('Opens the books of the bank; without it, money is left out')),
});
export type RehearsalConfig = Static<typeof RehearsalConfig>;
