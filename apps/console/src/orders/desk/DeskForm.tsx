import { ApiError, type Desk, officeApi, type OrderDetail } from '@onsale/api-client';
import { formatPrice } from '@onsale/i18n';
import {
  Alert,
  Button,
  Group,
  SegmentedControl,
  SimpleGrid,
  Stack,
  Text,
  Textarea,
  TextInput,
} from '@mantine/core';
import { isNotEmpty, useForm } from '@mantine/form';
import { IconCircleCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { ButtonLink } from '../../app/links.tsx';
import { notifyFailure } from '../../app/notify.tsx';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { EmptyView } from '../../ui/EmptyView.tsx';
import { Panel } from '../../ui/Panel.tsx';
import { ORDERS_KEY } from '../orders-queries.ts';
import { countOf, type DeskValues, emptySale, saleRequest, sumOf } from './desk-sale.ts';
import { TicketStepper } from './TicketStepper.tsx';

/** One sale after the other, with as few touches as it takes. */
export function DeskForm({ desk }: { desk: Desk }) {
  const { eventId, currency, maxTickets } = desk;
  const queries = useQueryClient();
  // One form is one purpose, until it is sold.
  const [key, setKey] = useState(() => crypto.randomUUID());
  const form = useForm<DeskValues>({
    initialValues: emptySale(),
    validate: {
      counts: (_, values) => {
        const count = countOf(values);
        if (count === 0) return m.orders_desk_choose();
        return count > maxTickets ? m.orders_desk_most({ count: maxTickets }) : null;
      },
      customer: { name: isNotEmpty(m.app_required()), email: isNotEmpty(m.app_required()) },
    },
  });
  const sell = useMutation({
    mutationFn: (values: DeskValues) =>
      officeApi.post('/v1/events/{eventId}/sales', {
        path: { eventId },
        headers: { 'idempotency-key': key },
        body: saleRequest(desk, values),
      }),
    onSettled: () => queries.invalidateQueries({ queryKey: ORDERS_KEY }),
    onError: (error) => {
      // It was refused: what is sent next is something else.
      if (error instanceof ApiError) setKey(crypto.randomUUID());
      if (isPriceChange(error)) return;
      if (error instanceof ApiError && error.details.length > 0) showErrors(form, error);
      else notifyFailure(error);
    },
  });
  const next = () => {
    form.setInitialValues(emptySale(form.values));
    form.reset();
    setKey(crypto.randomUUID());
    sell.reset();
  };
  if (sell.data !== undefined) return <Sold detail={sell.data} onNext={next} />;
  const { values } = form;
  const sum = sumOf(desk, values);
  const price = formatPrice(sum, currency);
  const isGift = values.kind === 'complimentary';
  return (
    <form onSubmit={form.onSubmit((values) => sell.mutate(values))} noValidate>
      <SegmentedControl
        aria-label={m.orders_desk_kind()}
        mb="md"
        data={[
          { value: 'box_office', label: m.orders_desk_box_office() },
          { value: 'complimentary', label: m.orders_desk_complimentary() },
        ]}
        {...form.getInputProps('kind')}
      />
      <SimpleGrid cols={{ base: 1, md: 2 }} spacing="md">
        <Panel title={m.orders_tickets_title()}>
          <Stack gap="sm">
            {desk.tickets.map((ticket) => (
              <TicketStepper
                key={ticket.ticketId}
                ticket={ticket}
                currency={currency}
                count={values.counts[ticket.ticketId] ?? 0}
                onChange={(count) =>
                  form.setFieldValue('counts', { ...values.counts, [ticket.ticketId]: count })
                }
              />
            ))}
            {form.errors['counts'] === undefined ? null : (
              <Text c="var(--bad)" fw={600} size="sm" role="alert">
                {form.errors['counts']}
              </Text>
            )}
          </Stack>
        </Panel>
        <Panel title={isGift ? m.orders_desk_recipient() : m.orders_desk_buyer()}>
          <Stack gap="sm">
            <TextInput
              label={m.orders_customer_name()}
              required
              maxLength={200}
              autoComplete="off"
              {...form.getInputProps('customer.name')}
            />
            <TextInput
              label={m.orders_customer_email()}
              required
              type="email"
              inputMode="email"
              maxLength={254}
              autoComplete="off"
              {...form.getInputProps('customer.email')}
            />
            <Textarea
              label={m.orders_desk_note()}
              autosize
              maxLength={2000}
              {...form.getInputProps('note')}
            />
          </Stack>
        </Panel>
      </SimpleGrid>
      <Stack gap="md" role="group" aria-label={m.orders_desk_sum()}>
        {isPriceChange(sell.error) ? (
          <Alert color="warn" variant="light" role="alert">
            {m.orders_desk_price_changed()}
          </Alert>
        ) : null}
        <Group justify="space-between">
          <div>
            <Text size="sm" c="dimmed">
              {m.orders_desk_sum()}
            </Text>
            <Text size="xl" fw={800}>
              {isGift ? m.orders_desk_free() : price}
            </Text>
          </div>
          {isGift ? null : (
            <SegmentedControl
              aria-label={m.orders_desk_paid()}
              size="md"
              data={[
                { value: 'cash', label: m.orders_desk_cash() },
                { value: 'card', label: m.orders_desk_card() },
              ]}
              {...form.getInputProps('paymentMethod')}
            />
          )}
        </Group>
        <Button type="submit" size="lg" loading={sell.isPending}>
          {isGift ? m.orders_desk_give() : m.orders_desk_sell({ amount: price })}
        </Button>
      </Stack>
    </form>
  );
}

function Sold({ detail, onNext }: { detail: OrderDetail; onNext: () => void }) {
  const { orderId, customer, status } = detail.order;
  return (
    <div role="status">
      <EmptyView
        icon={<IconCircleCheck />}
        title={
          status === 'pending'
            ? m.orders_desk_told_pending()
            : m.orders_desk_told({ name: customer.name })
        }
        text={customer.email}
      >
        <Button onClick={onNext} ref={(button) => button?.focus()}>
          {m.orders_desk_next()}
        </Button>
        <ButtonLink to="/orders/$orderId" params={{ orderId }} variant="default">
          {m.orders_desk_see()}
        </ButtonLink>
      </EmptyView>
    </div>
  );
}

function isPriceChange(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'PRICE_CHANGED';
}
