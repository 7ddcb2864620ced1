import { type OrderDetail, officeApi } from '@onsale/api-client';
import { Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { useOrderChange } from '../use-order-change.ts';
import { EditDialog } from './EditDialog.tsx';
import { ReasonField } from './ReasonField.tsx';

/** Ends an order for which nothing was paid. */
export function CancelDialog({ detail, onClose }: { detail: OrderDetail; onClose: () => void }) {
  const { orderId, status } = detail.order;
  const form = useForm({ initialValues: { restock: true, reason: '' } });
  const change = useOrderChange<{ restock: boolean; reason: string }>({
    orderId,
    send: ({ restock, reason }, { moveMoney }) =>
      officeApi.post('/v1/orders/{orderId}/cancellation', {
        path: { orderId },
        headers: moveMoney,
        body: { restock, ...(reason.trim() === '' ? {} : { reason: reason.trim() }) },
      }),
    told: () => m.orders_cancel_told(),
    onClose,
    onRefused: (error) => showErrors(form, error),
  });
  return (
    <EditDialog
      title={m.orders_cancel_title()}
      submit={m.orders_do_cancel()}
      cancel={m.orders_cancel_keep()}
      isDangerous
      isBusy={change.isBusy}
      onSubmit={form.onSubmit(change.make)}
      onClose={onClose}
    >
      <Text>{status === 'held' ? m.orders_cancel_text_held() : m.orders_cancel_text()}</Text>
      {status === 'held' ? null : (
        <Switch
          label={m.orders_refund_restock()}
          {...form.getInputProps('restock', { type: 'checkbox' })}
        />
      )}
      <ReasonField {...form.getInputProps('reason')} />
    </EditDialog>
  );
}
