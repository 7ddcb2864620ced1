import { type Answer, officeApi, type OrderTicket } from '@onsale/api-client';
import { queryOptions, useQuery } from '@tanstack/react-query';
import { m } from '../app/texts.ts';

/** What buyers are asked. */
export interface Question {
  id: string;
  text: string;
  for?: 'order' | 'ticket';
}

const questionsQuery = (eventId: string) =>
  queryOptions({
    queryKey: ['events', 'questions', eventId],
    queryFn: async ({ signal }): Promise<Question[]> => {
      const { event } = await officeApi.get('/v1/events/{eventId}', { path: { eventId }, signal });
      return event.questions ?? [];
    },
  });

/** The questions of an event; none while they are not known. */
export function useQuestions(eventId: string): readonly Question[] {
  return useQuery(questionsQuery(eventId)).data ?? [];
}

/** Which question an answer is to, and for which ticket. */
export function nameOfAnswer(
  { questionId, ticketId, number }: Omit<Answer, 'answer'>,
  questions: readonly Question[],
): string {
  const question = questions.find(({ id }) => id === questionId)?.text ?? questionId;
  if (ticketId === undefined) return question;
  return m.orders_answer_for({ question, ticket: ticketId, number: number ?? 1 });
}

/** A place for each answer that there is or could be; what was not answered is empty. */
export function answersOf(
  answers: readonly Answer[],
  questions: readonly Question[],
  tickets: readonly Pick<OrderTicket, 'ticketId' | 'number'>[],
): Answer[] {
  const places = questions.flatMap((question): Omit<Answer, 'answer'>[] =>
    question.for === 'ticket'
      ? tickets.map(({ ticketId, number }) => ({ questionId: question.id, ticketId, number }))
      : [{ questionId: question.id }],
  );
  const isOf = (place: Omit<Answer, 'answer'>) => (answer: Answer) =>
    answer.questionId === place.questionId &&
    answer.ticketId === place.ticketId &&
    answer.number === place.number;
  const asked = places.map((place) => ({
    ...place,
    answer: answers.find(isOf(place))?.answer ?? '',
  }));
  // Questions of the event may have changed since.
  const others = answers.filter((answer) => !places.some((place) => isOf(place)(answer)));
  return [...asked, ...others];
}
