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

/** Where a rehearsal is played, for `npm run rehearse`; docs/rehearsal.md has the same list. */
export const RehearsalConfig = Type.Object({
  SHOP_URL: Url('The door of the shop', 'http://localhost:8080'),
  CONSOLE_URL: Url('The door of the console, behind which the office is', 'http://localhost:8081'),
  OFFICE_URL: Type.Optional(
    Type.String({
      description: 'The office itself, where the door of the console cannot be used',
      pattern: '^https?://[^\\s/?#@]+/?$',
      ...must('must be an http:// or https:// address without a path'),
    }),
  ),
  OFFICE_API_KEY: Type.Optional(
    secret('API key of the office that may make events, sell and report: the role manager'),
  ),
  BANK_URL: Url(
    'The bank for tests itself: the door leads buyers to its pages, and nobody to its books',
    'http://localhost:5007',
  ),
  BANK_TOKEN: Type.Optional(secret('Token of the bank for tests, whose books are read with it')),
});
export type RehearsalConfig = Static<typeof RehearsalConfig>;
