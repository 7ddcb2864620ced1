import type { CreateOrderRequest, EventQuestion } from '@onsale/api-client';
import type { PickedLine } from '../event/basket.ts';

type Answers = NonNullable<CreateOrderRequest['answers']>;

/** One thing to answer: a question for the whole order, or for one of its tickets. */
export interface Slot {
  /** Of this slot among all; stays the same when the number of tickets changes. */
  id: string;
  question: EventQuestion;
  /** Missing for a question that is asked once. `number` counts the tickets of its type from 1. */
  ticket?: { id: string; name: string; number: number };
}

/** What the buyer has answered, by the id of the slot. */
export type AnswerValues = Readonly<Record<string, string>>;

/** Everything to answer for these tickets: first what is asked once, then ticket by ticket. */
export function slotsOf(questions: readonly EventQuestion[], lines: readonly PickedLine[]): Slot[] {
  const once = questions.filter((question) => question.for === 'order');
  const each = questions.filter((question) => question.for === 'ticket');
  return [
    ...once.map((question) => ({ id: slotId(question.id), question })),
    ...lines.flatMap(({ ticket: { id, name }, qty }) =>
      Array.from({ length: qty }, (_, i) => ({ id, name, number: i + 1 })).flatMap((ticket) =>
        each.map((question) => ({ id: slotId(question.id, id, ticket.number), question, ticket })),
      ),
    ),
  ];
}

/** The slots that must be answered and are not. */
export function unanswered(slots: readonly Slot[], values: AnswerValues): Slot[] {
  return slots.filter(
    ({ id, question }) => question.required && answerIn(question, values[id]) === '',
  );
}

/** The answers as the API wants them; undefined when there are none. */
export function answersOf(slots: readonly Slot[], values: AnswerValues): Answers | undefined {
  const answers = slots.flatMap(({ id, question, ticket }) => {
    const answer = answerIn(question, values[id]);
    if (answer === '') return [];
    const place = ticket === undefined ? {} : { ticketId: ticket.id, number: ticket.number };
    return [{ questionId: question.id, answer, ...place }];
  });
  return answers.length === 0 ? undefined : answers;
}

/** What was answered in an order that was sent before, to fill the form in again. */
export function valuesOf(answers: Answers | undefined): AnswerValues {
  return Object.fromEntries(
    (answers ?? []).map(({ questionId, ticketId, number, answer }) => [
      slotId(questionId, ticketId, number),
      answer,
    ]),
  );
}

/** The slot of an answer of a request, by its place in it. */
export function slotIdOfAnswer(answers: Answers | undefined, index: number): string | undefined {
  const answer = answers?.[index];
  return answer && slotId(answer.questionId, answer.ticketId, answer.number);
}

function slotId(questionId: string, ticketId?: string, number?: number): string {
  return ticketId === undefined ? questionId : `${questionId} ${ticketId} ${number}`;
}

// Empty when there is none. A choice that the seller has taken away meanwhile is none any more.
function answerIn({ choices }: EventQuestion, value: string | undefined): string {
  const answer = value?.trim() ?? '';
  return choices?.includes(answer) === false ? '' : answer;
}
