import type { OrderDetail } from '@onsale/api-client';
import { m } from '../../app/texts.ts';
import { Facts } from '../../ui/Facts.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { nameOfAnswer, useQuestions } from '../questions.ts';

/** What the buyer answered to the questions of the event. */
export function AnswersPanel({ detail }: { detail: OrderDetail }) {
  const { eventId, answers = [] } = detail.order;
  const questions = useQuestions(eventId);
  if (answers.length === 0) return null;
  return (
    <Panel title={m.orders_answers_title()}>
      <Facts facts={answers.map((answer) => [nameOfAnswer(answer, questions), answer.answer])} />
    </Panel>
  );
}
