import { type OrderDetail, officeApi } from '@onsale/api-client';
import { formatPrice, minorDigitsOf } from '@onsale/i18n';
import { Alert, Checkbox, NumberInput, SegmentedControl, Stack, Switch, Text } from '@mantine/core';
import { useForm } from '@mantine/form';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { useOrderChange } from '../use-order-change.ts';
import { EditDialog } from './EditDialog.tsx';
import { ReasonField } from './ReasonField.tsx';
import {
  keyOfTicket,
  refundableTickets,
  refundProblem,
  refundRequest,
  refundSum,
  type RefundValues,
} from './refund.ts';

/** Money back: all of it, that of some tickets, or an amount. */
export function RefundDialog({ detail, onClose }: { detail: OrderDetail; onClose: () => void }) {
  const { order, refundable, movesMoney } = detail;
  const price = (amount: number) => formatPrice(amount, order.currency);
  const tickets = refundableTickets(detail);
  const form = useForm<RefundValues>({
    initialValues: { what: 'all', tickets: [], amount: '', restock: true, reason: '' },
    validate: (values) => {
      const problem = refundProblem(detail, values);
      if (problem === 'no_tickets') return { tickets: m.orders_refund_choose() };
      if (problem === undefined) return {};
      return { amount: m.orders_refund_amount_wrong({ amount: price(refundable) }) };
    },
  });
  const { values } = form;
  const sum = refundSum(detail, values);
  const change = useOrderChange<RefundValues>({
    orderId: order.orderId,
    send: (values, { moveMoney }) =>
      officeApi.post('/v1/orders/{orderId}/refunds', {
        path: { orderId: order.orderId },
        headers: moveMoney,
        body: refundRequest(detail, values),
      }),
    told: (values) => {
      const amount = price(refundSum(detail, values));
      return movesMoney
        ? m.orders_refund_told({ amount })
        : m.orders_refund_told_by_hand({ amount });
    },
    onClose,
    onRefused: (error) => showErrors(form, error),
  });
  return (
    <EditDialog
      title={m.orders_refund_title()}
      submit={m.orders_refund_button({ amount: price(sum) })}
      isDangerous
      isBusy={change.isBusy}
      onSubmit={form.onSubmit(change.make)}
      onClose={onClose}
    >
      {movesMoney ? null : (
        <Alert color="warn" variant="light">
          {m.orders_refund_by_hand()}
        </Alert>
      )}
      <SegmentedControl
        aria-label={m.orders_refund_what()}
        fullWidth
        data={[
          { value: 'all', label: m.orders_refund_all() },
          ...(tickets.length > 1 ? [{ value: 'tickets', label: m.orders_refund_tickets() }] : []),
          { value: 'amount', label: m.orders_refund_amount() },
        ]}
        {...form.getInputProps('what')}
      />
      {values.what === 'tickets' ? (
        <Checkbox.Group aria-label={m.orders_refund_tickets()} {...form.getInputProps('tickets')}>
          <Stack gap="xs">
            {tickets.map((ticket) => (
              <Checkbox
                key={keyOfTicket(ticket)}
                value={keyOfTicket(ticket)}
                label={`${m.orders_ticket_number({ name: ticket.type, ...ticket })}, ${price(ticket.refundable)}`}
                description={ticket.holder}
              />
            ))}
          </Stack>
        </Checkbox.Group>
      ) : null}
      {values.what === 'amount' ? (
        <NumberInput
          label={m.orders_refund_amount_label({ currency: order.currency })}
          description={m.orders_refund_amount_hint({ amount: price(refundable) })}
          inputMode="decimal"
          min={0}
          decimalScale={minorDigitsOf(order.currency)}
          {...form.getInputProps('amount')}
        />
      ) : (
        <>
          <Switch
            label={m.orders_refund_restock()}
            {...form.getInputProps('restock', { type: 'checkbox' })}
          />
          <Text size="sm">{m.orders_refund_voids()}</Text>
        </>
      )}
      <ReasonField {...form.getInputProps('reason')} />
    </EditDialog>
  );
}
