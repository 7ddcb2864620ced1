import { Progress, Stack, Text } from '@mantine/core';
import type { EntranceProgress } from '@onsale/api-client';
import { formatCount, formatDay } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { Panel } from '../../ui/Panel.tsx';
import { RowList } from '../../ui/RowList.tsx';

interface Share {
  key: string;
  name: string;
  expected: number;
  in: number;
}

/** How many of each ticket type are in today. */
export function TypesPanel({ progress }: { progress: EntranceProgress }) {
  return (
    <SharesPanel
      title={m.entrance_types()}
      of={m.entrance_col_type()}
      shares={progress.types.map(({ ticketId, ...type }) => ({ key: ticketId, ...type }))}
    />
  );
}

/** How many came on each day of an event of several. */
export function DaysPanel({ progress }: { progress: EntranceProgress }) {
  if (progress.days.length < 2) return null;
  return (
    <SharesPanel
      title={m.entrance_days()}
      of={m.entrance_col_day()}
      shares={progress.days.map(({ day, ...counts }) => ({
        ...{ key: day, name: formatDay(day), ...counts },
      }))}
    />
  );
}

function SharesPanel({
  title,
  of,
  shares,
}: {
  title: string;
  of: string;
  shares: readonly Share[];
}) {
  return (
    <Panel title={title}>
      <RowList
        label={title}
        rows={shares}
        rowKey={({ key }) => key}
        columns={[
          { label: of, isHeadline: true, render: (share) => <Name share={share} /> },
          {
            label: m.entrance_col_in(),
            isNumber: true,
            render: (share) =>
              m.entrance_count_of({
                ...{ count: formatCount(share.in), all: formatCount(share.expected) },
              }),
          },
        ]}
      />
    </Panel>
  );
}

function Name({ share: { name, expected, in: isIn } }: { share: Share }) {
  return (
    <Stack gap={4} mb={4}>
      <Text span fw={600}>
        {name}
      </Text>
      <Progress value={expected === 0 ? 0 : (100 * isIn) / expected} size="sm" aria-hidden />
    </Stack>
  );
}
