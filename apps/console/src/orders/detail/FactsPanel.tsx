import type { OrderDetail } from '@onsale/api-client';
import { formatMinute, formatMoment, formatPrice } from '@onsale/i18n';
import { ActionIcon, Card, Code, CopyButton, Group, Text } from '@mantine/core';
import { IconCheck, IconCopy } from '@tabler/icons-react';
import { TextLink } from '../../app/links.tsx';
import { m } from '../../app/texts.ts';
import { Facts } from '../../ui/Facts.tsx';
import { wordsOfMethod, wordsOfSource } from '../words-of-order.ts';

/** What was ordered, when, and for how much. */
export function FactsPanel({ detail }: { detail: OrderDetail }) {
  const { order, source, eventName } = detail;
  const { eventId, currency, fee, tax, discount, refundedTotal, holdUntil } = order;
  const amount = (value: number | undefined) =>
    value === undefined || value === 0 ? undefined : formatPrice(value, currency);
  return (
    <Card padding="md" mb="md">
      <Facts
        facts={[
          [
            m.orders_col_event(),
            <TextLink key="event" to="/events/$eventId" params={{ eventId }}>
              {eventName ?? eventId}
            </TextLink>,
          ],
          [m.orders_placed(), formatMoment(order.createdAt)],
          [m.orders_hold_until(), holdUntil === undefined ? undefined : formatMinute(holdUntil)],
          [
            m.orders_total(),
            <Text key="total" fw={700}>
              {formatPrice(order.grandTotal, currency)}
            </Text>,
          ],
          [m.orders_refunded(), amount(refundedTotal)],
          [m.orders_discount(), amount(discount)],
          [m.orders_of_it_fee(), amount(fee)],
          [m.orders_of_it_tax(), amount(tax)],
          [m.orders_paid_by(), wordsOfMethod(order.paymentMethod)],
          [m.orders_sold(), wordsOfSource(source)],
          [m.orders_terms(), order.terms],
          [m.orders_number(), <OrderNumber key="number" orderId={order.orderId} />],
        ]}
      />
    </Card>
  );
}

function OrderNumber({ orderId }: { orderId: string }) {
  return (
    <Group gap={4} wrap="nowrap">
      <Code style={{ overflowWrap: 'anywhere' }}>{orderId}</Code>
      <CopyButton value={orderId}>
        {({ copied, copy }) => (
          <ActionIcon
            size="sm"
            aria-label={copied ? m.orders_copied() : m.orders_copy()}
            onClick={copy}
          >
            {copied ? <IconCheck size={16} aria-hidden /> : <IconCopy size={16} aria-hidden />}
          </ActionIcon>
        )}
      </CopyButton>
    </Group>
  );
}
