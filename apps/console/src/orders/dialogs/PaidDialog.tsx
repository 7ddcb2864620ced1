import { type OrderDetail, officeApi } from '@onsale/api-client';
import { formatPrice } from '@onsale/i18n';
import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { useOrderChange } from '../use-order-change.ts';
import { EditDialog } from './EditDialog.tsx';

/** Notes money that came by bank transfer or at the desk. */
export function PaidDialog({ detail, onClose }: { detail: OrderDetail; onClose: () => void }) {
  const { orderId, grandTotal, currency } = detail.order;
  const form = useForm({
    initialValues: { reference: '' },
    validate: { reference: (value) => (value.trim() === '' ? m.app_required() : null) },
  });
  const change = useOrderChange<{ reference: string }>({
    orderId,
    send: ({ reference }, { moveMoney }) =>
      officeApi.post('/v1/orders/{orderId}/paid', {
        path: { orderId },
        headers: moveMoney,
        body: { reference: reference.trim() },
      }),
    told: () => m.orders_paid_told(),
    onClose,
    onRefused: (error) => showErrors(form, error),
  });
  return (
    <EditDialog
      title={m.orders_paid_title()}
      submit={m.orders_do_mark_paid()}
      isBusy={change.isBusy}
      onSubmit={form.onSubmit(change.make)}
      onClose={onClose}
    >
      <Text>{m.orders_paid_text({ amount: formatPrice(grandTotal, currency) })}</Text>
      <TextInput
        label={m.orders_paid_reference()}
        description={m.orders_paid_reference_hint()}
        maxLength={40}
        required
        data-autofocus
        {...form.getInputProps('reference')}
      />
    </EditDialog>
  );
}
