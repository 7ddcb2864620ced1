import type { Answer } from '@onsale/api-client';
import { m } from '../app/texts.ts';

/** Which question it answers, and for which ticket. */
export function nameOfAnswer({ questionId, ticketId, number }: Answer): string {
  if (ticketId === undefined) return questionId;
  return m.orders_answer_for({ question: questionId, ticket: ticketId, number: number ?? 1 });
}
