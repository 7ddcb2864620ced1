import type { Static } from 'typebox';
import { must, StringEnum } from './schema.ts';
import { Ticket } from './ticket.ts';
import { Type } from './type.ts';

/** Limits of codes. */
export const CODE_LIMITS = { leastLength: 3, mostLength: 32, uses: 1_000_000_000 } as const;

/** A code as buyers type it: capitals do not matter, and spaces around it are cut by pages. */
export const CodeText = Type.String({
  minLength: CODE_LIMITS.leastLength,
  maxLength: CODE_LIMITS.mostLength,
  pattern: '^[A-Za-z0-9-]+$',
  examples: ['SUMMER-10'],
  ...must('must be a code of 3 to 32 letters, digits and hyphens'),
});

/** `GET /events/{eventId}/codes/{code}`: what a code is good for at this moment. */
export const CodeOffer = Type.Object({
  code: Type.String({ description: 'As it is stored, in capitals' }),
  tickets: Type.Array(Ticket, {
    description: 'Ticket types that can be ordered only with it, or before the sale begins',
  }),
  percent: Type.Optional(Type.Number({ description: 'How much less is paid, in percent' })),
  amount: Type.Optional(
    Type.Number({ description: 'How much less is paid, in the currency, for each use' }),
  ),
  discounted: Type.Optional(
    Type.Array(Type.String(), {
      description: 'Ticket types for which less is paid; all of them when missing',
    }),
  ),
  unit: StringEnum(['order', 'ticket'], { description: 'What one use is' }),
  leastTotal: Type.Optional(
    Type.Number({
      description:
        'The least total above zero that can be paid: a discount that would leave less leaves this. ' +
        'Missing when any can',
    }),
  ),
  totalStep: Type.Optional(
    Type.Number({ description: 'The total is a multiple of it. Missing when any can be paid' }),
  ),
  usesLeft: Type.Optional(Type.Integer({ description: 'Missing when there is no limit' })),
  maxPerOrder: Type.Optional(
    Type.Integer({ description: 'Greatest number of tickets in an order with it' }),
  ),
  validFrom: Type.Optional(Type.String({ format: 'date-time' })),
  validTo: Type.Optional(Type.String({ format: 'date-time' })),
});
export type CodeOffer = Static<typeof CodeOffer>;
