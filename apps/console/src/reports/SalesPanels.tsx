import type { SalesOfType, SalesReport } from '@onsale/api-client';
import type { EventInput } from '@onsale/contracts';
import { formatCount, formatDay, formatPrice } from '@onsale/i18n';
import { useQuery } from '@tanstack/react-query';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { eventQuery } from '../events/event-queries.ts';
import { wordsOfMethod } from '../orders/words-of-order.ts';
import { Facts } from '../ui/Facts.tsx';
import { Panel } from '../ui/Panel.tsx';
import { RowList } from '../ui/RowList.tsx';
import { ChartPanel } from './ChartPanel.tsx';
import { DaysChart } from './DaysChart.tsx';
import { TypesChart } from './TypesChart.tsx';
import { count, price, wordsOfChannel } from './report-columns.ts';

/** What was sold, each currency by itself. */
export function SalesPanels({
  report,
  eventId,
}: {
  report: SalesReport;
  eventId: string | undefined;
}) {
  const event = useQuery({ ...eventQuery(eventId ?? ''), enabled: eventId !== undefined }).data;
  const tickets = event?.event.tickets;
  return report.totals.map((total) => {
    const { currency } = total;
    const ofCurrency = <Row extends { currency: string }>(rows: readonly Row[]) =>
      rows.filter((row) => row.currency === currency);
    const of = report.totals.length === 1 ? '' : ` (${currency})`;
    return (
      <div key={currency}>
        <Panel title={`${m.reports_sales()}${of}`}>
          <Facts
            facts={[
              [m.reports_net(), formatPrice(total.net, currency)],
              [m.reports_gross(), formatPrice(total.gross, currency)],
              [m.reports_refunded(), formatPrice(total.refunded, currency)],
              [m.reports_tax(), formatPrice(total.tax, currency)],
              [m.reports_fee(), total.fee === 0 ? '' : formatPrice(total.fee, currency)],
              [
                m.reports_discount(),
                total.discount === 0 ? '' : formatPrice(total.discount, currency),
              ],
              [m.reports_orders(), formatCount(total.orders)],
              [m.reports_tickets(), formatCount(total.tickets)],
              [m.reports_refunded_tickets(), formatCount(total.refundedTickets)],
              [
                m.reports_held(),
                total.heldOrders === 0
                  ? ''
                  : m.reports_held_value({
                      count: total.heldOrders,
                      text: formatCount(total.heldOrders),
                      amount: formatPrice(total.heldAmount, currency),
                    }),
              ],
            ]}
          />
        </Panel>
        <Days days={ofCurrency(report.days)} of={of} />
        <Types types={ofCurrency(report.types)} of={of} tickets={tickets} />
        {eventId === undefined ? <Events events={ofCurrency(report.events)} of={of} /> : null}
        <Panel title={`${m.reports_by_channel()}${of}`}>
          <RowList
            label={m.reports_by_channel()}
            rows={ofCurrency(report.channels)}
            rowKey={(row) => `${row.source} ${row.paymentMethod}`}
            columns={[
              { label: m.reports_channel(), isHeadline: true, render: wordsOfChannel },
              {
                label: m.reports_method(),
                render: ({ paymentMethod }) => wordsOfMethod(paymentMethod),
              },
              count(m.reports_tickets(), 'tickets'),
              price(m.reports_net(), 'net'),
            ]}
          />
        </Panel>
      </div>
    );
  });
}

function Days({ days, of }: { days: SalesReport['days']; of: string }) {
  return (
    <ChartPanel
      title={`${m.reports_by_day()}${of}`}
      chart={<DaysChart days={days} currency={days[0]?.currency ?? 'EUR'} />}
    >
      <RowList
        label={m.reports_by_day()}
        rows={days.toReversed()}
        rowKey={({ day }) => day}
        columns={[
          { label: m.reports_day(), isHeadline: true, render: ({ day }) => formatDay(day) },
          count(m.reports_orders(), 'orders'),
          count(m.reports_tickets(), 'tickets'),
          price(m.reports_gross(), 'gross'),
          price(m.reports_refunded(), 'refunded'),
          price(m.reports_net(), 'net'),
        ]}
      />
    </ChartPanel>
  );
}

function Types({
  types,
  of,
  tickets,
}: {
  types: readonly SalesOfType[];
  of: string;
  tickets: EventInput['tickets'] | undefined;
}) {
  const nameOf = ({ ticketId, type }: SalesOfType) =>
    tickets?.find(({ id }) => id === ticketId)?.name ?? type;
  // A name with two prices is two bars.
  const labelOf = (row: SalesOfType) =>
    types.filter((each) => nameOf(each) === nameOf(row)).length === 1
      ? nameOf(row)
      : `${nameOf(row)} · ${formatPrice(row.price, row.currency)}`;
  return (
    <ChartPanel
      title={`${m.reports_by_type()}${of}`}
      chart={<TypesChart types={types.map((row) => ({ ...row, name: labelOf(row) }))} />}
    >
      <RowList
        label={m.reports_by_type()}
        rows={types}
        rowKey={(row) => [row.ticketId, row.type, row.price].join(' ')}
        columns={[
          { label: m.reports_type(), isHeadline: true, render: nameOf },
          price(m.reports_price(), 'price'),
          count(m.reports_sold(), 'sold'),
          count(m.reports_refunded(), 'refunded'),
          count(m.reports_held_tickets(), 'held'),
          price(m.reports_amount(), 'amount'),
        ]}
      />
    </ChartPanel>
  );
}

function Events({ events, of }: { events: SalesReport['events']; of: string }) {
  return (
    <Panel title={`${m.reports_by_event()}${of}`}>
      <RowList
        label={m.reports_by_event()}
        rows={events}
        rowKey={({ eventId }) => eventId}
        columns={[
          {
            label: m.reports_event(),
            isHeadline: true,
            render: ({ eventId, name }) => (
              <TextLink to="/events/$eventId/reports" params={{ eventId }}>
                {name === '' ? eventId : name}
              </TextLink>
            ),
          },
          count(m.reports_tickets(), 'tickets'),
          price(m.reports_refunded(), 'refunded'),
          price(m.reports_net(), 'net'),
        ]}
      />
    </Panel>
  );
}
