import type { Order } from '@onsale/api-client';
import type { KeptEvent } from '../offline/kept-orders.ts';
import { m } from '../paraglide/messages.js';

/** Which tickets of a line were paid back; undefined when none was. */
export function refundedWords({
  qty,
  refunded = [],
}: Pick<Order['items'][number], 'qty' | 'refunded'>): string | undefined {
  if (refunded.length === 0) return undefined;
  if (refunded.length >= qty) return m.receipt_all_refunded();
  return m.receipt_some_refunded({ count: refunded.length, numbers: refunded.join(', ') });
}

/** The buyer's answers with their questions, as the receipt shows them. */
export function answerFacts(
  { answers = [] }: Pick<Order, 'answers'>,
  event: Pick<KeptEvent, 'questions' | 'tickets'> | undefined,
): { label: string; value: string }[] {
  return answers.map(({ questionId, answer, ticketId, number }) => {
    const text = event?.questions.find(({ id }) => id === questionId)?.text ?? questionId;
    if (ticketId === undefined || number === undefined) return { label: text, value: answer };
    const name = event?.tickets.find(({ id }) => id === ticketId)?.name ?? ticketId;
    return { label: `${text} · ${m.questions_ticket({ name, number })}`, value: answer };
  });
}
