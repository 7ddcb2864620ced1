import { Document, isScalar } from 'yaml';
import type { EventDocument } from '../events/event-document.ts';
import { eventInputOf } from '../events/event-input-of.ts';
import { currencyExponent } from './money.ts';

/** Events as a catalog file (YAML), which `parseCatalog` reads as the same. */
export function formatCatalog(events: readonly EventDocument[]): string {
  const document = new Document({ events: events.map(eventInputOf) });
  for (const [i, event] of events.entries()) showDigits(document, event, ['events', i]);
  return document.toString(FORMAT);
}

/** One event as a file, which `parseEvent` reads as the same. */
export function formatEvent(event: EventDocument): string {
  const document = new Document(eventInputOf(event));
  showDigits(document, event, []);
  return document.toString(FORMAT);
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
