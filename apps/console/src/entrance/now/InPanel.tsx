import { Progress, SimpleGrid, Text } from '@mantine/core';
import type { EntranceProgress } from '@onsale/api-client';
import { formatCount, formatDay } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import { Figure } from '../../ui/Figure.tsx';
import { Panel } from '../../ui/Panel.tsx';

/** How many are in, of how many, and how fast they come. */
export function InPanel({ progress }: { progress: EntranceProgress }) {
  const { expected, in: isIn, today, days, entrances, refused } = progress;
  const lastFiveMinutes = entrances.reduce((sum, each) => sum + each.lastFiveMinutes, 0);
  return (
    <Panel title={m.entrance_in_title()}>
      <Text fz={32} fw={800} lh={1.1} style={{ fontVariantNumeric: 'tabular-nums' }}>
        {m.entrance_in_of({ count: formatCount(isIn), all: formatCount(expected) })}
      </Text>
      <Text size="sm" c="dimmed" mt={4}>
        {today === undefined
          ? m.entrance_no_day()
          : days.length > 1
            ? m.entrance_of_day({ day: formatDay(today) })
            : m.entrance_of_event()}
      </Text>
      <Progress
        value={expected === 0 ? 0 : Math.min(100, (100 * isIn) / expected)}
        size="lg"
        my="md"
        aria-hidden
      />
      <SimpleGrid cols={3} spacing="xs">
        <Figure name={m.entrance_to_come()} value={formatCount(Math.max(0, expected - isIn))} />
        <Figure name={m.entrance_five_minutes()} value={formatCount(lastFiveMinutes)} />
        <Figure name={m.entrance_refused()} value={formatCount(refused)} />
      </SimpleGrid>
    </Panel>
  );
}
