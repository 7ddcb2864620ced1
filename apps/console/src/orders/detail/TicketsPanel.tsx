import type { OrderDetail, OrderTicket } from '@onsale/api-client';
import { formatMoment, formatPrice } from '@onsale/i18n';
import { Badge, Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { ticketsQuery } from '../../entrance/entrance-queries.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RowList } from '../../ui/RowList.tsx';

const STATES: Record<OrderTicket['state'], () => string> = {
  reserved: () => m.orders_ticket_reserved(),
  valid: () => m.orders_ticket_valid(),
  void: () => m.orders_ticket_void(),
};
const COLORS = { reserved: 'warn', valid: 'good', void: 'ink' } as const;

/** Each ticket, whose name is on it, whether it admits, and whether it has. */
export function TicketsPanel({ detail }: { detail: OrderDetail }) {
  const { order, tickets } = detail;
  const checkInsOf = useCheckIns(detail);
  if (tickets.length === 0) return null;
  return (
    <Panel title={m.orders_tickets_title()}>
      <RowList
        label={m.orders_tickets_title()}
        // As they are counted at the entrance.
        rows={tickets.map((ticket, i) => ({ ...ticket, place: i + 1 }))}
        rowKey={({ ticketId, number }) => `${ticketId} ${number}`}
        columns={[
          {
            label: m.orders_rejections_col_ticket(),
            isHeadline: true,
            render: ({ type, name = type, number, version }) => (
              <>
                {m.orders_ticket_number({ name, number })}
                {version === 1 ? null : (
                  <Text span size="sm" c="dimmed">
                    {` ${m.orders_ticket_version({ version })}`}
                  </Text>
                )}
              </>
            ),
          },
          {
            label: m.orders_customer_name(),
            render: ({ holder }) =>
              holder === '' ? (
                <Text span size="sm" c="dimmed">
                  {m.orders_no_holder()}
                </Text>
              ) : (
                holder
              ),
          },
          {
            label: m.orders_col_status(),
            render: ({ state, place }) => (
              <>
                <Badge color={COLORS[state]}>{STATES[state]()}</Badge>
                {checkInsOf(place).map(({ at }) => (
                  <Text key={at} size="sm">
                    {m.entrance_in_at({ time: formatMoment(at) })}
                  </Text>
                ))}
              </>
            ),
          },
          {
            label: m.orders_total(),
            isNumber: true,
            render: ({ price }) => formatPrice(price, order.currency),
          },
        ]}
      />
    </Panel>
  );
}

// Of those who may see them.
function useCheckIns({ order, tickets }: OrderDetail) {
  const may = useMay();
  const { data } = useQuery({
    ...ticketsQuery(order.eventId, order.orderId),
    enabled: tickets.length > 0 && may('checkins.write', order.eventId),
  });
  const found = data?.items.filter(({ orderId }) => orderId === order.orderId) ?? [];
  return (place: number) => found.find((each) => each.place === place)?.checkIns ?? [];
}
