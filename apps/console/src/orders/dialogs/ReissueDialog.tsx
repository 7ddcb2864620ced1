import { type OrderDetail, officeApi } from '@onsale/api-client';
import { Checkbox, Stack, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { useOrderChange } from '../use-order-change.ts';
import { EditDialog } from './EditDialog.tsx';
import { keyOfTicket } from './refund.ts';

interface Chosen {
  /** By `keyOfTicket`. */
  tickets: string[];
}

/** Issues tickets again, so that earlier copies admit nobody. */
export function ReissueDialog({ detail, onClose }: { detail: OrderDetail; onClose: () => void }) {
  const { orderId } = detail.order;
  const valid = detail.tickets.filter(({ state }) => state === 'valid');
  const form = useForm<Chosen>({
    initialValues: { tickets: valid.length === 1 ? valid.map(keyOfTicket) : [] },
    validate: { tickets: (chosen) => (chosen.length === 0 ? m.orders_reissue_choose() : null) },
  });
  const change = useOrderChange<Chosen>({
    orderId,
    send: ({ tickets }, { ifMatch }) =>
      officeApi.post('/v1/orders/{orderId}/reissues', {
        path: { orderId },
        headers: ifMatch,
        body: {
          tickets: valid
            .filter((ticket) => tickets.includes(keyOfTicket(ticket)))
            .map(({ ticketId, number }) => ({ ticketId, number })),
        },
      }),
    told: () => m.orders_reissue_told(),
    onClose,
    onRefused: (error) => showErrors(form, error),
  });
  return (
    <EditDialog
      title={m.orders_reissue_title()}
      submit={m.orders_reissue_submit()}
      isBusy={change.isBusy}
      isChangedMeanwhile={change.isChangedMeanwhile}
      onSubmit={form.onSubmit((values) => change.make(values))}
      onClose={onClose}
    >
      <Text size="sm">{m.orders_reissue_text()}</Text>
      <Checkbox.Group aria-label={m.orders_tickets_title()} {...form.getInputProps('tickets')}>
        <Stack gap="xs">
          {valid.map((ticket) => (
            <Checkbox
              key={keyOfTicket(ticket)}
              value={keyOfTicket(ticket)}
              label={m.orders_ticket_number({ name: ticket.type, ...ticket })}
              description={ticket.holder}
            />
          ))}
        </Stack>
      </Checkbox.Group>
    </EditDialog>
  );
}
