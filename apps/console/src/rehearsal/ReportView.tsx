import { Alert, Button, Group, List, Stack, Text } from '@mantine/core';
import { IconDownload, IconExternalLink } from '@tabler/icons-react';
import type { RehearsalReport } from '@onsale/api-client';
import { formatClock, formatCount } from '@onsale/i18n';
import { m } from '../app/texts.ts';
import { Panel } from '../ui/Panel.tsx';
import { Promises } from './Promises.tsx';
import { stateOfVerdict, wordsOfLimit, wordsOfPromise } from './words-of-rehearsal.ts';

/** The verdict in words, what was the limit, each promise, and the whole report as files. */
export function ReportView({
  title,
  runId,
  report,
}: {
  title: string;
  runId: string;
  report: RehearsalReport;
}) {
  const { verdict, plan, counts, findings } = report;
  const broken = findings.filter(({ is }) => is === 'broken').map(({ promise }) => promise);
  const { words, color } = stateOfVerdict(verdict);
  return (
    <Panel title={title}>
      <Stack>
        <Alert color={color} title={words} role="status">
          <Text size="sm">
            {m.rehearsal_summary({
              people: formatCount(plan.people),
              tickets: formatCount(plan.tickets),
              confirmed: formatCount(counts['confirmed'] ?? 0),
            })}
          </Text>
          {broken.length === 0 ? null : (
            <Text size="sm">
              {m.rehearsal_broken_text({
                which: [...new Set(broken)].map(wordsOfPromise).join(', '),
              })}
            </Text>
          )}
          {verdict === 'unsure' ? <Text size="sm">{m.rehearsal_unsure_text()}</Text> : null}
        </Alert>
        <Limits report={report} />
        <Promises findings={report.findings} />
        <Files runId={runId} />
      </Stack>
    </Panel>
  );
}

function Limits({ report: { limits, opensAt } }: { report: RehearsalReport }) {
  const clock = (s: number) => formatClock(new Date(Date.parse(opensAt) + s * 1000).toISOString());
  return (
    <div>
      <Text fw={600} mb={4}>
        {m.rehearsal_limits()}
      </Text>
      {limits.length === 0 ? (
        <Text size="sm">{m.rehearsal_no_limit()}</Text>
      ) : (
        <List size="sm" spacing="xs">
          {limits.map(({ part, fromS, toS, why, change }) => (
            <List.Item key={`${part} ${fromS}`}>
              <Text size="sm" fw={600}>
                {m.rehearsal_limit_when({ part, from: clock(fromS), to: clock(toS) })}
              </Text>
              <Text size="sm">{wordsOfLimit(part)}</Text>
              {/* The engine writes English. */}
              <Text size="sm" c="dimmed" lang="en">
                {`${why} → ${change}`}
              </Text>
            </List.Item>
          ))}
        </List>
      )}
    </div>
  );
}

function Files({ runId }: { runId: string }) {
  const path = `/api/v1/rehearsals/${encodeURIComponent(runId)}`;
  const page = `${path}/report.html`;
  return (
    <div>
      <Group gap="xs">
        <Button
          component="a"
          href={page}
          target="_blank"
          rel="noreferrer"
          leftSection={<IconExternalLink size={18} aria-hidden />}
        >
          {m.rehearsal_open_report()}
        </Button>
        {[
          ['HTML', page, `rehearsal-${runId}.html`],
          ['JSON', path, `rehearsal-${runId}.json`],
          ['JUnit', `${path}/junit.xml`, `rehearsal-${runId}.xml`],
        ].map(([format, href, file]) => (
          <Button
            key={format}
            component="a"
            variant="default"
            href={href}
            download={file}
            leftSection={<IconDownload size={18} aria-hidden />}
          >
            {format}
          </Button>
        ))}
      </Group>
      <Text size="sm" c="dimmed" mt={4}>
        {m.rehearsal_files_text()}
      </Text>
    </div>
  );
}
