import type { EventInput } from '@onsale/contracts';
import { formatMinor, isCurrency, MAX_MINOR, parseMinor } from '../catalog/money.ts';
import { checkEvent } from './check-event.ts';
import type { EventPath, ReportProblem } from './check-values.ts';
import type { EventDocument, Question, TicketType } from './event-document.ts';

type TicketInput = EventInput['tickets'][number];
type QuestionInput = NonNullable<EventInput['questions']>[number];

/** How to read and report on an event that somebody wrote. */
export interface EventReader {
  report: ReportProblem;
  /** The text of an amount as it was written, so that it is not read through a binary number. */
  amountText: (path: EventPath, amount: number | string) => string;
}

/**
 * Turns an event as people write it into its document. Its shape must have been checked against
 * `EventInput`; every other problem is reported, and then the document is not to be used.
 */
export function readEventInput(input: EventInput, reader: EventReader): EventDocument {
  const { description = '', fee, questions, rehearsal, tickets, ...same } = input;
  const fromFee = feeMinor(fee, ['fee'], { currency: input.currency, reader });
  const document: EventDocument = {
    ...same,
    ...(rehearsal === true ? { rehearsal } : {}),
    description,
    ...fromFee,
    ...(questions === undefined ? {} : { questions: questions.map(readQuestion) }),
    tickets: tickets.map((ticket, i) => readTicket(input, ticket, { index: i, reader })),
  };
  checkEvent(document, reader.report);
  return document;
}

function readQuestion(question: QuestionInput): Question {
  const { required = false, for: asked = 'order', ...same } = question;
  return { ...same, required, for: asked };
}

function readTicket(
  event: EventInput,
  ticket: TicketInput,
  { index, reader }: { index: number; reader: EventReader },
): TicketType {
  const { id, name, type, description = '', price, currency = event.currency, ...more } = ticket;
  const { fee, capacity, ...rules } = more;
  const path: EventPath = ['tickets', index];
  return {
    id,
    eventId: event.id,
    name,
    type,
    description,
    priceMinor: amountMinor(price, [...path, 'price'], { currency, reader }),
    currency,
    capacity,
    ...rules,
    ...feeMinor(fee, [...path, 'fee'], { currency, reader }),
  };
}

function feeMinor(
  fee: number | string | undefined,
  path: EventPath,
  how: { currency: string; reader: EventReader },
): { feeMinor?: number } {
  return fee === undefined ? {} : { feeMinor: amountMinor(fee, path, how) };
}

// 0 when it is reported.
function amountMinor(
  amount: number | string,
  path: EventPath,
  { currency, reader }: { currency: string; reader: EventReader },
): number {
  if (!isCurrency(currency)) return 0;
  const text = reader.amountText(path, amount);
  const minor = parseMinor(text, currency);
  if (minor === undefined) {
    const shown = excerpt(text);
    reader.report(path, `must be an amount such as ${formatMinor(2550, currency)}, not ${shown}`);
    return 0;
  }
  if (minor < 0) reader.report(path, `must not be negative, but is ${excerpt(text)}`);
  // The largest order has 20 lines of a million tickets each.
  if (minor > MAX_MINOR / 20_000_000) reader.report(path, `is too large: ${excerpt(text)}`);
  return Math.max(0, minor);
}

// The text may be very long.
function excerpt(text: string): string {
  return text.length <= 40 ? text : `${text.slice(0, 40)}…`;
}
