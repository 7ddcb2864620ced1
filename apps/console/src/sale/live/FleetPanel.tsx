import { Text } from '@mantine/core';
import type { LiveSale } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { type Column, RowList } from '../../ui/RowList.tsx';

/** The processes that serve the sale, and why there are as many as there are. */
export function FleetPanel({ sale }: { sale: LiveSale }) {
  const { services } = sale.fleet;
  const isScaled = services.some(({ desired, reason }) => desired !== null || reason !== null);
  return (
    <Panel title={m.sale_fleet()}>
      <RowList
        label={m.sale_fleet()}
        rows={services}
        rowKey={({ service }) => service}
        columns={[
          { label: m.sale_col_service(), isHeadline: true, render: ({ service }) => service },
          {
            label: m.sale_col_living(),
            isNumber: true,
            render: ({ living }) => formatCount(living),
          },
          ...(isScaled ? scaling() : []),
        ]}
      />
      {isScaled ? null : (
        <Text size="sm" c="dimmed" mt="sm">
          {m.sale_not_scaled()}
        </Text>
      )}
    </Panel>
  );
}

type Service = LiveSale['fleet']['services'][number];

/** What there is to say where something starts and ends processes. */
const scaling = (): readonly Column<Service>[] => [
  {
    label: m.sale_col_wanted(),
    isNumber: true,
    render: ({ desired }) => (desired === null ? '–' : formatCount(desired)),
  },
  { label: m.sale_col_why(), render: ({ reason }) => reason ?? m.sale_why_none() },
];
