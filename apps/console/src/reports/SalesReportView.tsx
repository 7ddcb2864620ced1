import { officeApi } from '@onsale/api-client';
import { formatCount, formatPrice } from '@onsale/i18n';
import { Anchor, Card, Group, SimpleGrid, Stack, Text, Title } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../app/Loaded.tsx';
import { useLanguage } from '../app/language.ts';
import { m } from '../app/texts.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { RowList } from '../ui/RowList.tsx';

/** What was sold, of all events or of one, and the files. */
export function SalesReportView({ eventId }: { eventId?: string }) {
  const query = eventId === undefined ? {} : { eventId };
  const report = useQuery({
    queryKey: ['reports', 'sales', eventId ?? 'all'],
    queryFn: ({ signal }) => officeApi.get('/v1/reports/sales', { query, signal }),
  });
  return (
    <Loaded query={report}>
      {({ totals, days, types }) => {
        if (totals.length === 0) {
          return (
            <EmptyView
              icon={<IconChartBar size={32} aria-hidden />}
              title={m.reports_empty()}
              text={m.reports_empty_text()}
            />
          );
        }
        return (
          <Stack gap="lg">
            {totals.map((total) => (
              <SimpleGrid key={total.currency} cols={{ base: 2, sm: 4 }}>
                <Figure label={m.reports_net()} value={formatPrice(total.net, total.currency)} />
                <Figure label={m.reports_tickets()} value={formatCount(total.tickets)} />
                <Figure label={m.reports_tax()} value={formatPrice(total.tax, total.currency)} />
                <Figure
                  label={m.reports_refunded()}
                  value={formatPrice(total.refunded, total.currency)}
                />
              </SimpleGrid>
            ))}
            <Title order={2} size="h4">
              {m.reports_by_type()}
            </Title>
            <RowList
              label={m.reports_by_type()}
              rows={types}
              rowKey={(row) => [row.ticketId, row.type, row.price, row.currency].join(' ')}
              columns={[
                { label: m.reports_type(), isHeadline: true, render: (row) => row.type },
                {
                  label: m.reports_price(),
                  isNumber: true,
                  render: (row) => formatPrice(row.price, row.currency),
                },
                { label: m.reports_sold(), isNumber: true, render: (row) => formatCount(row.sold) },
                {
                  label: m.reports_amount(),
                  isNumber: true,
                  render: (row) => formatPrice(row.amount, row.currency),
                },
              ]}
            />
            <Title order={2} size="h4">
              {m.reports_by_day()}
            </Title>
            <RowList
              label={m.reports_by_day()}
              rows={days.toReversed()}
              rowKey={(row) => `${row.day} ${row.currency}`}
              columns={[
                { label: m.reports_day(), isHeadline: true, render: (row) => row.day },
                {
                  label: m.reports_tickets(),
                  isNumber: true,
                  render: (row) => formatCount(row.tickets),
                },
                {
                  label: m.reports_net(),
                  isNumber: true,
                  render: (row) => formatPrice(row.net, row.currency),
                },
              ]}
            />
            <Files query={query} />
          </Stack>
        );
      }}
    </Loaded>
  );
}

function Figure({ label, value }: { label: string; value: string }) {
  return (
    <Card padding="sm">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      <Text fw={700}>{value}</Text>
    </Card>
  );
}

function Files({ query }: { query: { eventId?: string } }) {
  const language = useLanguage();
  const parameters = new URLSearchParams({ ...query, language }).toString();
  const files = [
    ['orders', m.reports_file_orders()],
    ['sales', m.reports_file_sales()],
    ['payments', m.reports_file_payments()],
    ['refunds', m.reports_file_refunds()],
  ] as const;
  return (
    <Group gap="md" aria-label={m.reports_files()} role="group">
      {files.map(([file, label]) => (
        <Anchor key={file} href={`/api/v1/reports/${file}.csv?${parameters}`} download>
          {label}
        </Anchor>
      ))}
    </Group>
  );
}
