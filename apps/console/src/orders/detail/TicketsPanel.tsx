import type { OrderDetail, OrderTicket } from '@onsale/api-client';
import { formatPrice } from '@onsale/i18n';
import { Badge, Text } from '@mantine/core';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RowList } from '../../ui/RowList.tsx';

const STATES: Record<OrderTicket['state'], () => string> = {
  reserved: () => m.orders_ticket_reserved(),
  valid: () => m.orders_ticket_valid(),
  void: () => m.orders_ticket_void(),
};
const COLORS = { reserved: 'warn', valid: 'good', void: 'ink' } as const;

/** Each ticket, whose name is on it, and whether it admits. */
export function TicketsPanel({ detail }: { detail: OrderDetail }) {
  const { order, tickets } = detail;
  if (tickets.length === 0) return null;
  return (
    <Panel title={m.orders_tickets_title()}>
      <RowList
        label={m.orders_tickets_title()}
        rows={tickets}
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
            render: ({ state }) => <Badge color={COLORS[state]}>{STATES[state]()}</Badge>,
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
