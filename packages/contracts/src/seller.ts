import type { Static } from 'typebox';
import { EVENT_LIMITS } from './event-input.ts';
import { Type } from './type.ts';

/** Limits of the seller's settings. */
const SELLER_LIMITS = { name: 200, address: 1000, text: EVENT_LIMITS.terms } as const;

const exact = { additionalProperties: false };

const text = (what: string) => ({
  minLength: 1,
  maxLength: SELLER_LIMITS.text,
  description: `${what}: Markdown, or one https URL`,
});

/** The terms of a shop, and the version that orders keep. */
export const SellerTerms = Type.Object(
  {
    version: Type.String({
      minLength: 1,
      maxLength: 64,
      description: 'A new one with each change of the text; an order keeps what its buyer accepted',
      examples: ['2027-01'],
    }),
    text: Type.String(text('The terms')),
  },
  exact,
);

const settings = {
  name: Type.String({
    minLength: 1,
    maxLength: SELLER_LIMITS.name,
    description: 'Who sells',
    examples: ['Onsale Demo'],
  }),
  contactEmail: Type.Optional(
    Type.String({ minLength: 3, maxLength: 254, description: 'For questions of buyers' }),
  ),
  website: Type.Optional(
    Type.String({ minLength: 1, maxLength: SELLER_LIMITS.address, description: 'An https URL' }),
  ),
  imprint: Type.Optional(Type.String(text('Who is responsible'))),
  privacy: Type.Optional(Type.String(text('What is stored of a buyer'))),
  accessibility: Type.Optional(Type.String(text('The accessibility statement'))),
  refunds: Type.Optional(Type.String(text('When money is paid back'))),
  terms: Type.Optional(SellerTerms),
};

/** What a seller says of themselves and of all their events, as it is written in a file. */
export const SellerInput = Type.Object(settings, exact);
export type SellerInput = Static<typeof SellerInput>;

/** `GET /seller`. */
export const Seller = Type.Object({
  ...settings,
  revision: Type.Integer({
    description: 'One more with each change; 0 while nothing was set, and the name is a default',
  }),
});
export type Seller = Static<typeof Seller>;
