import { Alert, SimpleGrid, Text } from '@mantine/core';
import type { LiveSale } from '@onsale/api-client';
import { formatCount, formatMoment, formatPrice } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { Figure } from '../../ui/Figure.tsx';

/** What matters while tickets are sold: how fast, how much, and whether anybody waits. */
export function SaleFigures({ sale }: { sale: LiveSale }) {
  const { revenue, payments, line, recordedUntil } = sale;
  const today = revenue.map((each) => formatPrice(each.today, each.currency)).join(' · ');
  const total = revenue.map((each) => formatPrice(each.total, each.currency)).join(' · ');
  const orders = (field: 'orders' | 'ordersToday') =>
    m.sale_orders_today(inWords(sum(revenue.map((each) => each[field]))));
  const seconds = formatCount(Math.round((line.oldestMs ?? 0) / 1000));
  return (
    <>
      <SimpleGrid cols={{ base: 2, sm: 3 }} spacing="sm" mb="md">
        <Figure
          name={m.sale_rate()}
          value={sale.ordersPerSecond.toLocaleString(document.documentElement.lang)}
          hint={m.sale_rate_hint()}
        />
        <Figure name={m.sale_today()} value={today || '–'} hint={orders('ordersToday')} />
        <Figure name={m.sale_total()} value={total || '–'} hint={orders('orders')} />
        <Figure
          name={m.sale_open()}
          value={formatCount(payments.open)}
          hint={m.sale_open_hint(inWords(payments.underWay))}
        />
        <Figure
          name={m.sale_line()}
          value={formatCount(line.waiting)}
          hint={line.waiting === 0 ? m.sale_line_none() : m.sale_line_wait({ seconds })}
        />
        <Figure name={m.sale_rejected()} value={formatCount(sale.rejectedPerMinute)} />
      </SimpleGrid>
      {recordedUntil === undefined ? null : (
        <Text size="sm" c="dimmed" mb="md">
          {m.sale_behind({ time: formatMoment(recordedUntil) })}
        </Text>
      )}
      {line.deadLetters === 0 ? null : (
        <Alert color="bad" mb="md">
          {m.sale_dead(inWords(line.deadLetters))}
        </Alert>
      )}
    </>
  );
}

const inWords = (count: number) => ({ count, text: formatCount(count) });

const sum = (counts: readonly number[]) => counts.reduce((all, each) => all + each, 0);
