import { type Answer, type OrderDetail, officeApi } from '@onsale/api-client';
import { TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { answersOf, nameOfAnswer, type Question, useQuestions } from '../questions.ts';
import { useOrderChange } from '../use-order-change.ts';
import { EditDialog } from './EditDialog.tsx';

/** Corrects what the buyer answered; an empty answer is taken away. */
export function AnswersDialog(props: { detail: OrderDetail; onClose: () => void }) {
  const questions = useQuestions(props.detail.order.eventId);
  // The form begins anew once it is known what was asked.
  return <AnswersForm key={questions.length} questions={questions} {...props} />;
}

function AnswersForm({
  detail,
  questions,
  onClose,
}: {
  detail: OrderDetail;
  questions: readonly Question[];
  onClose: () => void;
}) {
  const { orderId, answers = [] } = detail.order;
  const tickets = detail.tickets.filter(({ state }) => state !== 'void');
  const form = useForm({ initialValues: { answers: answersOf(answers, questions, tickets) } });
  const change = useOrderChange<{ answers: Answer[] }>({
    orderId,
    send: ({ answers }, { ifMatch }) =>
      officeApi.put('/v1/orders/{orderId}/answers', {
        path: { orderId },
        headers: ifMatch,
        body: { answers: answers.filter(({ answer }) => answer.trim() !== '') },
      }),
    told: () => m.orders_answers_told(),
    onClose,
    onRefused: (error) => showErrors(form, error),
  });
  return (
    <EditDialog
      title={m.orders_do_change_answers()}
      submit={m.app_save()}
      isBusy={change.isBusy}
      isChangedMeanwhile={change.isChangedMeanwhile}
      onSubmit={form.onSubmit(change.make)}
      onClose={onClose}
    >
      {form.values.answers.map((answer, i) => (
        <TextInput
          key={`${answer.questionId} ${answer.ticketId} ${answer.number}`}
          label={nameOfAnswer(answer, questions)}
          maxLength={500}
          {...form.getInputProps(`answers.${i}.answer`)}
        />
      ))}
    </EditDialog>
  );
}
