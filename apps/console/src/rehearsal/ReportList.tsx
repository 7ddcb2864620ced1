import { Badge, Title } from '@mantine/core';
import type { RehearsalSummary } from '@onsale/api-client';
import { formatCount, formatMinute } from '@onsale/i18n';
import { TextLink } from '../app/links.tsx';
import { m } from '../app/texts.ts';
import { type Column, RowList } from '../ui/RowList.tsx';
import { nameOf, stateOfVerdict } from './words-of-rehearsal.ts';

/** The reports of the last rehearsals. */
export function ReportList({ reports }: { reports: readonly RehearsalSummary[] | undefined }) {
  if (reports === undefined || reports.length === 0) return null;
  return (
    <section aria-labelledby="reports">
      <Title order={2} size="h4" mt="lg" mb="sm" id="reports">
        {m.rehearsal_reports()}
      </Title>
      <RowList
        label={m.rehearsal_reports()}
        rows={reports}
        rowKey={({ runId }) => runId}
        columns={columns()}
      />
    </section>
  );
}

function columns(): Column<RehearsalSummary>[] {
  return [
    {
      label: m.rehearsal_when(),
      isHeadline: true,
      render: ({ runId, startedAt }) => (
        <TextLink to="/rehearsal/$runId" params={{ runId }} fw={600}>
          {formatMinute(startedAt)}
        </TextLink>
      ),
    },
    { label: m.rehearsal_event(), render: ({ eventName }) => nameOf(eventName) },
    {
      label: m.rehearsal_verdict(),
      render: ({ verdict }) => {
        const { words, color } = stateOfVerdict(verdict);
        return <Badge color={color}>{words}</Badge>;
      },
    },
    {
      label: m.rehearsal_people_short(),
      isNumber: true,
      render: ({ plan }) => formatCount(plan.people),
    },
    {
      label: m.rehearsal_tickets(),
      isNumber: true,
      render: ({ plan }) => formatCount(plan.tickets),
    },
    {
      label: m.rehearsal_limit(),
      isOptional: true,
      render: ({ limits }) => (limits.length === 0 ? '–' : limits.join(', ')),
    },
  ];
}
