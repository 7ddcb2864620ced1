import type { MailState } from '@onsale/api-client';
import { m } from '../app/texts.ts';
import { isOneOf, KINDS, type MailKind, type PreviewLanguage } from './mails-search.ts';

const KIND_WORDS: Record<MailKind, () => string> = {
  confirmed: () => m.mails_kind_confirmed(),
  refund: () => m.mails_kind_refund(),
  payment_returned: () => m.mails_kind_payment_returned(),
  cancelled: () => m.mails_kind_cancelled(),
  event_cancelled: () => m.mails_kind_event_cancelled(),
  event_changed: () => m.mails_kind_event_changed(),
  reminder: () => m.mails_kind_reminder(),
  ticket_replaced: () => m.mails_kind_ticket_replaced(),
  message: () => m.mails_kind_message(),
  order_links: () => m.mails_kind_order_links(),
  test: () => m.mails_kind_test(),
  webhook_disabled: () => m.mails_kind_webhook_disabled(),
};

/** What a mail is about; that of a newer version is called as the office calls it. */
export function wordsOfKind(kind: string): string {
  return isOneOf(KINDS, kind) ? KIND_WORDS[kind]() : kind;
}

const STATE_WORDS: Record<MailState, () => string> = {
  waiting: () => m.mails_state_waiting(),
  sent: () => m.mails_state_sent(),
  kept: () => m.mails_state_kept(),
  failed: () => m.mails_state_failed(),
  skipped: () => m.mails_state_skipped(),
};

export function wordsOfState(state: MailState): string {
  return STATE_WORDS[state]();
}

/** Each by its own name. */
export const LANGUAGE_NAMES: Record<PreviewLanguage, string> = {
  en: 'English',
  de: 'Deutsch',
  fr: 'Français',
};
