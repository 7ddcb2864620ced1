import type { Static, TSchema } from 'typebox';
import { ErrorBody, StringEnum } from '../schema.ts';
import { Type } from '../type.ts';
import type { StaffOperation } from './access.ts';
import { SHOP_LANGUAGES } from './settings.ts';

/** The kinds of mails that buyers get of an event. */
export const BUYER_MAIL_KINDS = [
  ...(['confirmed', 'refund', 'payment_returned', 'cancelled', 'event_cancelled'] as const),
  ...(['event_changed', 'reminder', 'ticket_replaced', 'message', 'order_links'] as const),
] as const;
export type BuyerMailKind = (typeof BUYER_MAIL_KINDS)[number];

export const MailPreview = Type.Object({
  subject: Type.String(),
  text: Type.String({ description: 'As plain text' }),
  html: Type.String({ description: 'A whole page; show it where it can run no script' }),
});
export type MailPreview = Static<typeof MailPreview>;

const preview = {
  params: Type.Object({ eventId: Type.String(), kind: StringEnum(BUYER_MAIL_KINDS) }),
  querystring: Type.Object({
    language: Type.Optional(
      StringEnum(SHOP_LANGUAGES, {
        description: 'ISO 639-1; the first one of the settings when missing',
      }),
    ),
  }),
} as const;
const refusals = {
  ...{ 400: ErrorBody, 401: ErrorBody, 403: ErrorBody, 404: ErrorBody, 503: ErrorBody },
} as const;
const PAGE =
  'Comes with a policy that lets it load and run nothing, so that it can be shown in a frame.';

/** The routes of the office that show how mails read. */
export const mailPreviewsOperations = {
  previewMail: {
    operationId: 'previewMail',
    method: 'GET',
    url: '/v1/events/:eventId/mails/preview/:kind',
    summary: 'How a mail about an event reads, to a buyer of an invented name',
    access: { right: 'events.read', of: 'event' },
    schema: { ...preview, response: { 200: MailPreview, ...refusals } },
  },
  previewMailPage: {
    operationId: 'previewMailPage',
    method: 'GET',
    url: '/v1/events/:eventId/mails/preview/:kind/page',
    summary: 'The same as a page',
    description: PAGE,
    access: { right: 'events.read', of: 'event' },
    contentType: 'text/html',
    schema: { ...preview, response: { 200: Type.String(), ...refusals } },
  },
  getMailPage: {
    operationId: 'getMailPage',
    method: 'GET',
    url: '/v1/mails/:mailId/page',
    summary: 'A mail that was kept, as a page',
    description: `${PAGE} One that is not kept gets 404.`,
    access: { right: 'orders.read', of: 'any' },
    contentType: 'text/html',
    schema: {
      params: Type.Object({ mailId: Type.String({ maxLength: 100 }) }),
      response: { 200: Type.String(), ...refusals },
    },
  },
} as const satisfies Record<string, StaffOperation>;

/** The schemas of these routes that have names in the OpenAPI document. */
export const mailPreviewsSchemas: Record<string, TSchema> = { MailPreview };
