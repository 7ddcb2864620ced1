import { formatMinute } from '@onsale/i18n';
import { Alert, Box, Text } from '@mantine/core';
import { IconChartBar } from '@tabler/icons-react';
import { useQuery } from '@tanstack/react-query';
import { Loaded } from '../app/Loaded.tsx';
import { m } from '../app/texts.ts';
import { EmptyView } from '../ui/EmptyView.tsx';
import { FilesPanel } from './FilesPanel.tsx';
import { PaymentsPanels } from './PaymentsPanels.tsx';
import { PeriodFilter } from './PeriodFilter.tsx';
import { salesQuery } from './report-queries.ts';
import type { ReportsSearch } from './reports-search.ts';
import { SalesPanels } from './SalesPanels.tsx';

/** Records are always a moment behind; after so long, whoever reads the sums must know. */
const BEHIND_MS = 60_000;

/** What was sold, paid and refunded in a period, of all events or of one, and the files. */
export function ReportView({
  eventId,
  search,
  onSearch,
}: {
  eventId?: string;
  search: ReportsSearch;
  onSearch: (search: ReportsSearch) => void;
}) {
  const query = { ...search, ...(eventId === undefined ? {} : { eventId }) };
  const sales = useQuery(salesQuery(query));
  const isPeriod = search.from !== undefined || search.to !== undefined;
  return (
    <>
      <PeriodFilter search={search} onSearch={onSearch} />
      <Loaded query={sales}>
        {(report) => (
          <Box aria-busy={sales.isPlaceholderData}>
            <RecordedNote until={report.recordedUntil} readAtMs={sales.dataUpdatedAt} />
            {report.totals.length === 0 ? (
              <EmptyView
                icon={<IconChartBar />}
                title={isPeriod ? m.reports_empty_period() : m.reports_empty()}
                text={isPeriod ? m.reports_empty_period_text() : m.reports_empty_text()}
              />
            ) : (
              <SalesPanels report={report} eventId={eventId} />
            )}
          </Box>
        )}
      </Loaded>
      <PaymentsPanels query={query} />
      <FilesPanel query={query} />
    </>
  );
}

function RecordedNote({ until, readAtMs }: { until: string | undefined; readAtMs: number }) {
  const time = formatMinute(until ?? new Date(readAtMs).toISOString());
  return until !== undefined && readAtMs - Date.parse(until) > BEHIND_MS ? (
    <Alert color="warn" variant="light" mb="md">
      {m.reports_behind({ time })}
    </Alert>
  ) : (
    <Text size="sm" c="dimmed" mb="md">
      {m.reports_recorded({ time })}
    </Text>
  );
}
