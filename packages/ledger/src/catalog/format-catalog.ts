import type { SellerInput } from '@onsale/contracts';
import { Document, isScalar } from 'yaml';
import type { EventDocument } from '../events/event-document.ts';
import { eventInputOf } from '../events/event-input-of.ts';
import type { Catalog } from './catalog.ts';
import { currencyExponent } from './money.ts';

/** A catalog file (YAML), which `parseCatalog` reads as the same. */
export function formatCatalog({ seller, events }: Pick<Catalog, 'seller' | 'events'>): string {
  const document = new Document({
    ...(seller === undefined ? {} : { seller }),
    events: events.map(eventInputOf),
  });
  for (const [i, event] of events.entries()) showDigits(document, event, ['events', i]);
  return document.toString(FORMAT);
}

/** One event as a file, which `parseEvent` reads as the same. */
export function formatEvent(event: EventDocument): string {
  const document = new Document(eventInputOf(event));
  showDigits(document, event, []);
  return document.toString(FORMAT);
}

/** The seller's settings as a file, which `parseSeller` reads as the same. */
export function formatSeller(seller: SellerInput): string {
  return new Document(seller).toString(FORMAT);
}

const FORMAT = { lineWidth: 100 };

// An amount has all digits of its currency: 25.50.
function showDigits(document: Document, event: EventDocument, at: (string | number)[]): void {
  const show = (path: (string | number)[], currency: string): void => {
    const node = document.getIn(path, true);
    if (isScalar(node)) node.minFractionDigits = currencyExponent(currency);
  };
  show([...at, 'fee'], event.currency);
  for (const [i, { currency }] of event.tickets.entries()) {
    show([...at, 'tickets', i, 'price'], currency);
    show([...at, 'tickets', i, 'fee'], currency);
  }
}
