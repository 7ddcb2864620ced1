import { type OrderDetail, officeApi } from '@onsale/api-client';
import { TextInput } from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { useOrderChange } from '../use-order-change.ts';
import { EditDialog } from './EditDialog.tsx';

/** Corrects who has bought. */
export function CustomerDialog({ detail, onClose }: { detail: OrderDetail; onClose: () => void }) {
  const { orderId, customer } = detail.order;
  const form = useForm({
    initialValues: { ...customer },
    validate: { name: isNotEmpty(m.app_required()), email: isNotEmpty(m.app_required()) },
  });
  const change = useOrderChange<{ name: string; email: string }>({
    orderId,
    send: ({ name, email }, { ifMatch }) =>
      officeApi.put('/v1/orders/{orderId}/customer', {
        path: { orderId },
        headers: ifMatch,
        body: { name: name.trim(), email: email.trim() },
      }),
    told: () => m.orders_customer_told(),
    onClose,
    onRefused: (error) => showErrors(form, error),
  });
  return (
    <EditDialog
      title={m.orders_customer_title()}
      submit={m.app_save()}
      isBusy={change.isBusy}
      isChangedMeanwhile={change.isChangedMeanwhile}
      onSubmit={form.onSubmit(change.make)}
      onClose={onClose}
    >
      <TextInput
        label={m.orders_customer_name()}
        maxLength={200}
        required
        data-autofocus
        {...form.getInputProps('name')}
      />
      <TextInput
        label={m.orders_customer_email()}
        type="email"
        inputMode="email"
        maxLength={254}
        required
        {...form.getInputProps('email')}
      />
    </EditDialog>
  );
}
