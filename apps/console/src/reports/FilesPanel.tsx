import { Button, Group, SegmentedControl, Stack, Text } from '@mantine/core';
import { IconDownload } from '@tabler/icons-react';
import { useState } from 'react';
import { useLanguage } from '../app/use-language.ts';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import type { ReportQuery } from './report-queries.ts';

/** The same as files. What separates cells goes with the decimal mark of the reader's spreadsheet. */
export function FilesPanel({ query }: { query: ReportQuery }) {
  const { eventId } = query;
  const language = useLanguage();
  const [separator, setSeparator] = useState(language === 'de' ? 'semicolon' : 'comma');
  const format = new URLSearchParams({ language, separator }).toString();
  const parameters = new URLSearchParams({ ...query, language, separator }).toString();
  const files = [
    ['orders', m.reports_file_orders()],
    ['sales', m.reports_file_sales()],
    ['payments', m.reports_file_payments()],
    ['refunds', m.reports_file_refunds()],
  ] as const;
  return (
    <Panel title={m.reports_files()}>
      <Stack gap="sm" align="flex-start">
        <Text size="sm" c="dimmed">
          {m.reports_files_text()}
        </Text>
        <SegmentedControl
          aria-label={m.reports_separator()}
          value={separator}
          onChange={setSeparator}
          data={[
            { value: 'comma', label: m.reports_separator_comma() },
            { value: 'semicolon', label: m.reports_separator_semicolon() },
          ]}
        />
        <Group gap="xs">
          {files.map(([file, label]) => (
            <Button
              key={file}
              component="a"
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              href={`/api/v1/reports/${file}.csv?${parameters}`}
              download
            >
              {label}
            </Button>
          ))}
          {eventId === undefined ? null : (
            <Button
              component="a"
              variant="default"
              leftSection={<IconDownload size={18} aria-hidden />}
              href={`/api/v1/events/${encodeURIComponent(eventId)}/reports/check-ins.csv?${format}`}
              download
            >
              {m.reports_file_check_ins()}
            </Button>
          )}
        </Group>
      </Stack>
    </Panel>
  );
}
