import type { CreateOrderRequest, ErrorDetail } from '@onsale/contracts';
import type { EventDocument, Question } from '../events/event-document.ts';
import type { OrderLine } from './items.ts';
import type { OrderExtras } from './order-extras.ts';

type Answers = NonNullable<CreateOrderRequest['answers']>;

/**
 * What is wrong with the answers of an order to the questions of its event: each must belong to one, be one of
 * the choices, and be given once for the order or for one of its tickets; with `areAllRequired`, the
 * required ones must be there.
 */
export function answerProblems(
  answers: Answers | undefined,
  { questions = [] }: Pick<EventDocument, 'questions'>,
  { lines, areAllRequired }: { lines: ReadonlyMap<string, OrderLine>; areAllRequired: boolean },
): ErrorDetail[] {
  if (questions.length === 0 && (answers === undefined || answers.length === 0)) return [];
  const known = new Map(questions.map((question) => [question.id, question]));
  const problems: ErrorDetail[] = [];
  const given = new Set<string>();
  for (const [i, answer] of (answers ?? []).entries()) {
    const problem = problemOf(answer, known.get(answer.questionId), lines);
    if (problem !== undefined) {
      problems.push({ path: `answers[${i}]${problem.field}`, message: problem.message });
      continue;
    }
    const place = placeOf(answer.questionId, answer.ticketId, answer.number);
    if (given.has(place)) problems.push({ path: `answers[${i}]`, message: 'was given before' });
    given.add(place);
  }
  for (const question of areAllRequired ? questions : []) {
    if (question.required) problems.push(...unanswered(question, lines, given));
  }
  return problems;
}

/** The answers as an order's record has them. */
export function packAnswers(answers: Answers): NonNullable<OrderExtras['answers']> {
  return answers.map(({ questionId, answer, ticketId, number }) =>
    ticketId === undefined || number === undefined
      ? ([questionId, answer] as const)
      : ([questionId, ticketId, number, answer] as const),
  );
}

function problemOf(
  { answer, ticketId, number }: Answers[number],
  question: Question | undefined,
  lines: ReadonlyMap<string, OrderLine>,
): { field: string; message: string } | undefined {
  if (question === undefined) {
    return { field: '.questionId', message: 'is not a question of this event' };
  }
  const { choices } = question;
  if (choices !== undefined && !choices.includes(answer)) {
    return { field: '.answer', message: `must be one of ${choices.join(', ')}` };
  }
  if (question.for === 'order') {
    if (ticketId === undefined && number === undefined) return undefined;
    const field = ticketId === undefined ? '.number' : '.ticketId';
    return { field, message: 'must be left out: the question is asked once for the order' };
  }
  const qty = lines.get(ticketId ?? '')?.qty;
  if (qty === undefined) {
    return { field: '.ticketId', message: 'must be a ticket of this order' };
  }
  if (number === undefined || number > qty) {
    return { field: '.number', message: `must be a whole number from 1 to ${qty}` };
  }
  return undefined;
}

function unanswered(
  { id, for: whose }: Question,
  lines: ReadonlyMap<string, OrderLine>,
  given: ReadonlySet<string>,
): ErrorDetail[] {
  if (whose === 'order') {
    if (given.has(placeOf(id))) return [];
    return [{ path: 'answers', message: `must answer the question ${id}` }];
  }
  return Array.from(lines.values(), ({ ticketId, qty }) =>
    Array.from({ length: qty }, (_, i) => i + 1)
      .filter((number) => !given.has(placeOf(id, ticketId, number)))
      .map((number) => ({
        path: 'answers',
        message: `must answer the question ${id} for ticket ${number} of ${ticketId}`,
      })),
  ).flat();
}

function placeOf(questionId: string, ticketId?: string, number?: number): string {
  return JSON.stringify([questionId, ticketId, number]);
}
