import type { LiveSale } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RowList } from '../../ui/RowList.tsx';

/** The processes that serve the sale, and why there are as many as there are. */
export function FleetPanel({ sale }: { sale: LiveSale }) {
  return (
    <Panel title={m.sale_fleet()}>
      <RowList
        label={m.sale_fleet()}
        rows={sale.fleet.services}
        rowKey={({ service }) => service}
        columns={[
          { label: m.sale_col_service(), isHeadline: true, render: ({ service }) => service },
          {
            label: m.sale_col_living(),
            isNumber: true,
            render: ({ living }) => formatCount(living),
          },
          {
            label: m.sale_col_wanted(),
            isNumber: true,
            render: ({ desired }) => (desired === null ? '–' : formatCount(desired)),
          },
          { label: m.sale_col_why(), render: ({ reason }) => reason ?? m.sale_why_none() },
        ]}
      />
    </Panel>
  );
}
