import type { Static, TSchema } from 'typebox';
import { ErrorBody, must, StringEnum } from '../schema.ts';
import { Seller, SellerInput } from '../seller.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';

const exact = { additionalProperties: false };
const Moment = Type.String({ format: 'date-time' });
const Email = Type.String({
  maxLength: 254,
  pattern: '^[^\\s@<>(),;:\\\\"]+@[^\\s@.]+(\\.[^\\s@.]+)+$',
  ...must('must be a valid e-mail address'),
});
const Line = (maxLength: number, description: string) =>
  Type.String({
    ...{ minLength: 1, maxLength, description },
    pattern: '^[^\\u0000-\\u001f\\u007f]*\\S[^\\u0000-\\u001f\\u007f]*$',
    ...must('must be one line with some text'),
  });

/** Languages that buyers can be written to in. */
export const SHOP_LANGUAGES = ['en', 'de', 'fr'] as const;

/** What the office and delivery need to know, and no buyer reads in the shop. */
export const OfficeSettingsInput = Type.Object(
  {
    senderName: Type.Optional(Line(200, 'Who mails to buyers are from')),
    senderEmail: Type.Optional(Email),
    replyTo: Type.Optional(Email),
    legalName: Type.Optional(Line(200, 'Who issues invoices')),
    postalAddress: Type.Optional(
      Type.String({
        minLength: 1,
        maxLength: 1000,
        pattern: '\\S',
        ...must('must have some text'),
      }),
    ),
    vatId: Type.Optional(Line(40, 'VAT identification number')),
    taxNumber: Type.Optional(Line(40, 'Number at the tax office')),
    languages: Type.Array(StringEnum(SHOP_LANGUAGES, { description: 'ISO 639-1' }), {
      minItems: 1,
      uniqueItems: true,
      description:
        'In which buyers are written to; the first one where nothing is known of a buyer',
    }),
    keepDays: Type.Integer({
      ...{ minimum: 7, maximum: 36_500 },
      description:
        'For how many days after its event an order stays in Redis, where commands are not told otherwise by KEEP_DAYS',
    }),
    newEvents: Type.Optional(
      Type.Object(
        {
          currency: Type.Optional(
            Type.String({ pattern: '^[A-Z]{3}$', ...must('must be an ISO 4217 code') }),
          ),
          timeZone: Type.Optional(Type.String({ minLength: 1, maxLength: 64 })),
          taxRate: Type.Optional(Type.Number({ minimum: 0, maximum: 100 })),
          venue: Type.Optional(Line(1000, 'Where most events take place')),
          city: Type.Optional(Line(1000, 'Its city')),
        },
        exact,
      ),
    ),
  },
  exact,
);
export type OfficeSettingsInput = Static<typeof OfficeSettingsInput>;

export const OfficeSettings = Type.Object({
  ...OfficeSettingsInput.properties,
  revision: Type.Integer({
    description:
      'One more with each change; 0 while nobody has changed them. The ETag is this number',
  }),
  changedAt: Type.Optional(Moment),
  changedBy: Type.Optional(Type.String()),
});
export type OfficeSettings = Static<typeof OfficeSettings>;

export const TermsVersion = Type.Object({
  version: Type.String(),
  text: Type.String({ description: 'Markdown, or one https URL' }),
  seenAt: Type.String({ format: 'date-time', description: 'When the office saw it first' }),
  inForce: Type.Boolean(),
});
export type TermsVersion = Static<typeof TermsVersion>;

const refusals = {
  ...{ 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 503: ErrorBody },
} as const;
const edits = { ...refusals, 409: ErrorBody, 412: ErrorBody, 428: ErrorBody } as const;
const ifMatch = Type.Object({
  'if-match': Type.Optional(
    Type.String({
      ...{ maxLength: 100, examples: ['"7"'] },
      description: 'The ETag of what was read; required',
    }),
  ),
});
const read = { right: 'events.read', of: 'any' } as const;
const write = { right: 'settings.write', of: 'all' } as const;

/** The routes of the office for the settings of the shop. */
export const settingsOperations = {
  getOfficeSeller: {
    operationId: 'getOfficeSeller',
    method: 'GET',
    url: '/v1/seller',
    summary: 'What the shop says of its seller; its ETag is needed to change it',
    access: read,
    schema: { response: { 200: Seller, ...refusals } },
  },
  replaceSeller: {
    operationId: 'replaceSeller',
    method: 'PUT',
    url: '/v1/seller',
    summary: 'Change what the shop says of its seller',
    description:
      'With the ETag of what was read in `If-Match` (`"0"` while nothing was set). The shop shows it within a ' +
      'second. A text of the terms that differs needs a version that no other text had: 409 TERMS_VERSION_USED.',
    access: write,
    schema: { headers: ifMatch, body: SellerInput, response: { 200: Seller, ...edits } },
  },
  listTermsVersions: {
    operationId: 'listTermsVersions',
    method: 'GET',
    url: '/v1/seller/terms',
    summary: 'All versions of the seller’s terms, the newest first',
    access: read,
    schema: { response: { 200: Type.Object({ items: Type.Array(TermsVersion) }), ...refusals } },
  },
  getSettings: {
    operationId: 'getSettings',
    method: 'GET',
    url: '/v1/settings',
    summary: 'Settings that no buyer reads; their ETag is needed to change them',
    access: read,
    schema: { response: { 200: OfficeSettings, ...refusals } },
  },
  replaceSettings: {
    operationId: 'replaceSettings',
    method: 'PUT',
    url: '/v1/settings',
    summary: 'Change settings that no buyer reads',
    description: 'With the ETag of what was read in `If-Match` (`"0"` while nothing was set).',
    access: write,
    schema: {
      ...{ headers: ifMatch, body: OfficeSettingsInput },
      response: { 200: OfficeSettings, ...edits },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const settingsSchemas: Record<string, TSchema> = {
  ...{ OfficeSettings, OfficeSettingsInput, Seller, SellerInput, TermsVersion },
};
