import { formatCount } from '@onsale/i18n';
import { Text } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import { RowList } from '../ui/RowList.tsx';
import { rejectionsQuery } from './orders-queries.ts';
import { wordsOfReason } from './words-of-order.ts';

/** How many got nothing, and why. Nothing is shown while there is nobody. */
export function RejectionsPanel({ eventId }: { eventId: string }) {
  const items = useQuery(rejectionsQuery(eventId)).data?.items ?? [];
  if (items.length === 0) return null;
  return (
    <Panel title={m.orders_rejections_title()}>
      <Text size="sm" c="dimmed" mb="sm">
        {m.orders_rejections_text()}
      </Text>
      <RowList
        label={m.orders_rejections_title()}
        rows={items}
        rowKey={({ ticketId, reason }) => `${ticketId} ${reason}`}
        columns={[
          {
            label: m.orders_rejections_col_reason(),
            isHeadline: true,
            render: ({ reason }) => wordsOfReason(reason),
          },
          { label: m.orders_rejections_col_ticket(), render: ({ ticketId }) => ticketId },
          {
            label: m.orders_rejections_col_orders(),
            isNumber: true,
            render: ({ orders }) => formatCount(orders),
          },
          {
            label: m.orders_rejections_col_tickets(),
            isNumber: true,
            render: ({ tickets }) => formatCount(tickets),
          },
        ]}
      />
    </Panel>
  );
}
