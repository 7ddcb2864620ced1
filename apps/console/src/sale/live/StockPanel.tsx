import { Progress, Stack, Text } from '@mantine/core';
import type { LiveSale, PoolSale } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RowList } from '../../ui/RowList.tsx';

interface Row extends Omit<PoolSale, 'poolId'> {
  key: string;
  name: string;
  about?: string | undefined;
}

/** What is sold, on hold and left of each ticket type, and of each pool that they share. */
export function StockPanel({ sale }: { sale: LiveSale }) {
  const rows: Row[] = [
    ...sale.tickets.map(({ ticketId, poolId, ...ticket }) => ({
      ...ticket,
      key: `ticket:${ticketId}`,
      about: poolId === undefined ? undefined : m.sale_pool({ pool: poolId }),
    })),
    ...sale.pools.map(({ poolId, ...pool }) => ({
      ...pool,
      ...{ key: `pool:${poolId}`, name: m.sale_pool({ pool: poolId }) },
    })),
  ];
  return (
    <Panel title={m.sale_tickets()}>
      <RowList
        label={m.sale_tickets()}
        rows={rows}
        rowKey={({ key }) => key}
        columns={[
          { label: m.sale_col_ticket(), isHeadline: true, render: (row) => <Name row={row} /> },
          { label: m.sale_col_sold(), isNumber: true, render: ({ sold }) => formatCount(sold) },
          { label: m.sale_col_held(), isNumber: true, render: ({ held }) => formatCount(held) },
          {
            label: m.sale_col_left(),
            isNumber: true,
            render: ({ remaining }) => formatCount(remaining),
          },
          {
            label: m.sale_col_capacity(),
            isNumber: true,
            render: ({ capacity }) => formatCount(capacity),
          },
        ]}
      />
    </Panel>
  );
}

function Name({ row }: { row: Row }) {
  const { name, about, sold, held, capacity } = row;
  const share = (count: number) => (capacity === 0 ? 0 : (100 * count) / capacity);
  return (
    <Stack gap={4} mb={4}>
      <Text span fw={600}>
        {name}
      </Text>
      {about === undefined ? null : (
        <Text span size="xs" c="dimmed">
          {about}
        </Text>
      )}
      <Progress.Root size="sm" aria-hidden>
        <Progress.Section value={share(sold)} />
        <Progress.Section value={share(held)} color="var(--warn)" />
      </Progress.Root>
    </Stack>
  );
}
