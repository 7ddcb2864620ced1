import type { MailState } from '@onsale/api-client';
import type { BuyerMailKind } from '@onsale/contracts';

/** What a list of mails is filtered by; it is in the address of the page. */
export interface MailsSearch {
  eventId?: string;
  kind?: MailKind;
  state?: MailState;
}

/** Those that buyers get of an event. */
export const BUYER_KINDS = [
  ...(['confirmed', 'refund', 'payment_returned', 'cancelled', 'event_cancelled'] as const),
  ...(['event_changed', 'reminder', 'ticket_replaced', 'message', 'order_links'] as const),
] as const satisfies BuyerMailKind[];

export const KINDS = [...BUYER_KINDS, 'test', 'webhook_disabled'] as const;
export type MailKind = (typeof KINDS)[number];

export const STATES = [
  ...(['waiting', 'sent', 'kept', 'failed', 'skipped'] as const),
] as const satisfies MailState[];

/** Languages that buyers are written to in. */
export const LANGUAGES = ['en', 'de', 'fr'] as const;
export type PreviewLanguage = (typeof LANGUAGES)[number];

/** Which mail is shown, of which event. */
export interface PreviewSearch {
  eventId?: string;
  kind?: BuyerMailKind;
  language?: PreviewLanguage;
}

/** Reads it from an address, which somebody may have typed. */
export function readMailsSearch({ eventId, kind, state }: Record<string, unknown>): MailsSearch {
  return {
    ...(typeof eventId === 'string' ? { eventId } : {}),
    ...(isOneOf(KINDS, kind) ? { kind } : {}),
    ...(isOneOf(STATES, state) ? { state } : {}),
  };
}

export function readPreviewSearch(search: Record<string, unknown>): PreviewSearch {
  const { eventId, kind, language } = search;
  return {
    ...(typeof eventId === 'string' ? { eventId } : {}),
    ...(isOneOf(BUYER_KINDS, kind) ? { kind } : {}),
    ...(isOneOf(LANGUAGES, language) ? { language } : {}),
  };
}

/** Without what is undefined: a filter that was taken away. */
export function given<Search extends object>(search: {
  [Name in keyof Search]: Search[Name] | undefined;
}): Search {
  const entries = Object.entries(search).filter(([, value]) => value !== undefined);
  return Object.fromEntries(entries) as Search;
}

export function isOneOf<Value>(values: readonly Value[], value: unknown): value is Value {
  return values.includes(value as Value);
}
