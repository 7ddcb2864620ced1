import { type Answer, type OrderDetail, officeApi } from '@onsale/api-client';
import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { nameOfAnswer } from '../name-of-answer.ts';
import { useOrderChange } from '../use-order-change.ts';
import { EditDialog } from './EditDialog.tsx';

/** Corrects what the buyer answered; an empty answer is taken away. */
export function AnswersDialog({ detail, onClose }: { detail: OrderDetail; onClose: () => void }) {
  const { orderId, answers = [] } = detail.order;
  const form = useForm({ initialValues: { answers: answers.map((each) => ({ ...each })) } });
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
      {answers.length === 0 ? <Text>{m.orders_answers_none()}</Text> : null}
      {answers.map((answer, i) => (
        <TextInput
          key={nameOfAnswer(answer)}
          label={nameOfAnswer(answer)}
          maxLength={500}
          {...form.getInputProps(`answers.${i}.answer`)}
        />
      ))}
    </EditDialog>
  );
}
