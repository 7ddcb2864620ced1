import type { OrderSummary } from '@onsale/api-client';
import { formatCount, formatMinute, formatPrice } from '@onsale/i18n';
import { Alert, Stack, Text } from '@mantine/core';
import { IconReceiptOff, IconSearchOff } from '@tabler/icons-react';
import { useInfiniteQuery } from '@tanstack/react-query';
import { TextLink } from '../app/links.tsx';
import { LoadedPages } from '../app/LoadedPages.tsx';
import { m } from '../app/texts.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { type Column, RowList } from '../ui/RowList.tsx';
import { ordersQuery } from './orders-queries.ts';
import type { OrdersSearch } from './orders-search.ts';
import { StatusBadge } from './StatusBadge.tsx';

/** The orders that a search has found, newest first. */
export function OrdersList({
  search,
  nameOfEvent,
}: {
  search: OrdersSearch;
  /** Undefined in a list of a single event. */
  nameOfEvent?: (eventId: string) => string;
}) {
  const orders = useInfiniteQuery(ordersQuery(search));
  const recordedUntil = orders.data?.pages.at(-1)?.recordedUntil;
  return (
    <Stack gap="sm">
      {recordedUntil === undefined ? null : (
        <Alert color="warn" variant="light" p="xs">
          {m.orders_behind({ time: formatMinute(recordedUntil) })}
        </Alert>
      )}
      <LoadedPages
        query={orders}
        empty={<NothingFound isFiltered={Object.keys(search).some((name) => name !== 'eventId')} />}
      >
        {(rows) => (
          <RowList
            label={m.orders_title()}
            rows={rows}
            rowKey={({ orderId }) => orderId}
            columns={columns(nameOfEvent)}
          />
        )}
      </LoadedPages>
    </Stack>
  );
}

function NothingFound({ isFiltered }: { isFiltered: boolean }) {
  return isFiltered ? (
    <EmptyView
      icon={<IconSearchOff />}
      title={m.orders_none_found_title()}
      text={m.orders_none_found_text()}
    />
  ) : (
    <EmptyView
      icon={<IconReceiptOff />}
      title={m.orders_none_title()}
      text={m.orders_none_text()}
    />
  );
}

function columns(nameOfEvent: ((eventId: string) => string) | undefined): Column<OrderSummary>[] {
  return [
    { label: m.orders_col_buyer(), isHeadline: true, render: (order) => <Buyer order={order} /> },
    ...(nameOfEvent === undefined
      ? []
      : [
          {
            label: m.orders_col_event(),
            render: ({ eventId }: OrderSummary) => nameOfEvent(eventId),
          },
        ]),
    { label: m.orders_col_status(), render: ({ status }) => <StatusBadge status={status} /> },
    {
      label: m.orders_col_tickets(),
      isNumber: true,
      render: ({ tickets }) => formatCount(tickets),
    },
    { label: m.orders_col_total(), isNumber: true, render: (order) => <Total order={order} /> },
    {
      label: m.orders_col_placed(),
      render: ({ createdAt }) => <Text size="sm">{formatMinute(createdAt)}</Text>,
    },
  ];
}

function Buyer({ order }: { order: OrderSummary }) {
  const { orderId, customer, foundBy } = order;
  return (
    <>
      <TextLink to="/orders/$orderId" params={{ orderId }} fw={600}>
        {customer.name}
      </TextLink>
      <Text size="sm" c="dimmed" fw={400} style={{ overflowWrap: 'anywhere' }}>
        {customer.email}
        {foundBy === 'reference' ? ` · ${m.orders_found_by_reference()}` : ''}
      </Text>
    </>
  );
}

function Total({ order }: { order: OrderSummary }) {
  const { grandTotal, refundedTotal, currency } = order;
  return (
    <>
      {formatPrice(grandTotal, currency)}
      {refundedTotal === 0 ? null : (
        <Text size="xs" c="dimmed">
          {m.orders_refunded_of({ amount: formatPrice(refundedTotal, currency) })}
        </Text>
      )}
    </>
  );
}
