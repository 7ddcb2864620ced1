import { inLocale, localeFor } from '@onsale/i18n';
import { unlinked } from './clean-mail.ts';
import type { MailLanguage } from './languages.ts';
import type { MailEvent } from './mail-content.ts';
import { whenOf } from './write/order-blocks.ts';

/** Whatever stands in braces in the text of a message. */
export const PLACEHOLDER = /\{([a-z]{1,30})\}/g;

/** For whom, and about what. */
export interface Filling {
  buyer: string;
  event: MailEvent;
  /** Where the buyer's order is. */
  orderUrl: string;
  language: MailLanguage;
}

/** A text of the team with what its placeholders stand for; what nobody fills in stays. */
export function fillPlaceholders(text: string, filling: Filling): string {
  const { buyer, event, orderUrl, language } = filling;
  const starts = inLocale(localeFor(language, []), () => whenOf(event));
  const values = new Map([
    ['name', unlinked(buyer)],
    ['event', event.name],
    ['venue', event.venue ?? ''],
    ['starts', starts ?? ''],
    ['orders', orderUrl],
  ]);
  return text.replaceAll(PLACEHOLDER, (all, name: string) => values.get(name) ?? all);
}
