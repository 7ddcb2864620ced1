import { type MessageInput, type Placeholder, PLACEHOLDERS } from '@onsale/contracts';
import type { EventDocument } from '@onsale/ledger';
import { invalidRequest } from '../access/invalid-request.ts';

/** Throws `ApiError` 400 when a text has something in braces that nobody fills in. */
export function checkPlaceholders({ subject, body }: MessageInput): void {
  const details = Object.entries({ subject, body }).flatMap(([path, text]) => {
    const unknown = [...text.matchAll(PATTERN)].find(([, name]) => !isKnown(name));
    return unknown === undefined
      ? []
      : [{ path, message: `has the placeholder ${unknown[0]}, which does not exist` }];
  });
  if (details.length > 0) throw invalidRequest(...details);
}

/** A text as a buyer of an invented name would read it. */
export function fillIn(text: string, event: EventDocument, publicUrl: string): string {
  const values: Record<Placeholder, string> = {
    name: 'Ada Lovelace',
    event: event.name,
    venue: event.venue,
    starts: startsAt(event),
    orders: `${publicUrl}/orders/01abcdefghjkmnpqrstvwxyz0123`,
  };
  return text.replaceAll(PATTERN, (all, name: string) => (isKnown(name) ? values[name] : all));
}

const PATTERN = /\{([a-z]{1,30})\}/g;

function isKnown(name: string | undefined): name is Placeholder {
  return PLACEHOLDERS.some((each) => each === name);
}

// With its zone, as every time.
function startsAt({ startsAt: at, timeZone = 'UTC' }: EventDocument): string {
  const format = new Intl.DateTimeFormat('en-GB', {
    dateStyle: 'full',
    timeStyle: 'short',
    timeZone,
  });
  return `${format.format(new Date(at))} (${timeZone})`;
}
