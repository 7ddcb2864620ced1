import { type OrderDetail, officeApi } from '@onsale/api-client';
import { Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { useOrderChange } from '../use-order-change.ts';
import { EditDialog } from './EditDialog.tsx';
import { keyOfTicket } from './refund.ts';

interface Holders {
  holders: { ticketId: string; number: number; name: string }[];
}

/** Puts names on tickets. */
export function HoldersDialog({ detail, onClose }: { detail: OrderDetail; onClose: () => void }) {
  const { orderId } = detail.order;
  const tickets = detail.tickets.filter(({ state }) => state !== 'void');
  const form = useForm<Holders>({
    initialValues: {
      holders: tickets.map(({ ticketId, number, holder }) => ({ ticketId, number, name: holder })),
    },
  });
  const change = useOrderChange<Holders>({
    orderId,
    // Only those that were changed: each of them is issued again.
    send: ({ holders }, { ifMatch }) =>
      officeApi.put('/v1/orders/{orderId}/holders', {
        path: { orderId },
        headers: ifMatch,
        body: { holders: holders.filter((_, i) => form.isDirty(`holders.${i}.name`)) },
      }),
    told: () => m.orders_holders_told(),
    onClose,
    onRefused: (error) => showErrors(form, error),
  });
  return (
    <EditDialog
      title={m.orders_holders_title()}
      submit={m.app_save()}
      isBusy={change.isBusy}
      isChangedMeanwhile={change.isChangedMeanwhile}
      onSubmit={form.onSubmit((values) => (form.isDirty() ? change.make(values) : onClose()))}
      onClose={onClose}
    >
      <Text size="sm">{m.orders_holders_text()}</Text>
      {tickets.map((ticket, i) => (
        <TextInput
          key={keyOfTicket(ticket)}
          label={m.orders_ticket_number({ name: ticket.type, ...ticket })}
          maxLength={200}
          {...form.getInputProps(`holders.${i}.name`)}
        />
      ))}
    </EditDialog>
  );
}
