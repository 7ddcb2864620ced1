import { Alert, Button, SimpleGrid, Stack, Text } from '@mantine/core';
import { IconPlayerStop } from '@tabler/icons-react';
import type { RehearsalRun } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { m } from '../app/texts.ts';
import { LineChartView } from '../line/LineChartView.tsx';
import { Figure } from '../ui/Figure.tsx';
import { Panel } from '../ui/Panel.tsx';
import { chartPoints, timeOf } from './chart-points.ts';
import { REHEARSALS_KEY, stopRehearsal } from './rehearsal-queries.ts';
import { nameOf, wordsOfPhase, wordsOfRefusal } from './words-of-rehearsal.ts';

/** A rehearsal as it goes on, and the button that ends it. */
export function RunProgress({ run }: { run: RehearsalRun }) {
  const client = useQueryClient();
  const stop = useMutation({
    mutationFn: stopRehearsal,
    onSettled: async () => await client.invalidateQueries({ queryKey: REHEARSALS_KEY }),
  });
  const { totals, plan, phase } = run;
  const atS = run.seconds.at(-1)?.atS;
  const points = chartPoints(run);
  const of = (all: number) => m.rehearsal_of({ all: formatCount(all) });
  return (
    <Panel
      title={run.eventName === undefined ? m.rehearsal_title() : nameOf(run.eventName)}
      action={
        <Button
          variant="default"
          leftSection={<IconPlayerStop size={18} aria-hidden />}
          loading={stop.isPending}
          onClick={() => stop.mutate()}
        >
          {m.rehearsal_stop()}
        </Button>
      }
    >
      <Stack gap="sm">
        <Text fw={600} role="status">
          {wordsOfPhase(phase)}
        </Text>
        {stop.error === null ? null : (
          <Alert color="bad" role="alert">
            {wordsOfRefusal(stop.error)}
          </Alert>
        )}
        <SimpleGrid cols={{ base: 2, sm: 5 }} spacing="sm">
          <Figure name={m.rehearsal_clock()} value={atS === undefined ? '–' : timeOf(atS)} />
          <Figure
            name={m.rehearsal_waiting()}
            value={formatCount(totals.waiting)}
            hint={of(plan.people)}
          />
          <Figure name={m.rehearsal_admitted()} value={formatCount(totals.admitted)} />
          <Figure name={m.rehearsal_ordered()} value={formatCount(totals.ordered)} />
          <Figure
            name={m.rehearsal_confirmed()}
            value={formatCount(totals.confirmed)}
            hint={of(plan.tickets)}
          />
        </SimpleGrid>
        {points.length < 2 ? null : (
          <div aria-hidden>
            <LineChartView
              points={points}
              timeZone={undefined}
              curves={[
                { field: 'waiting', name: m.rehearsal_waiting(), color: 'var(--ink)' },
                { field: 'admitted', name: m.rehearsal_admitted(), color: 'var(--warn)' },
                { field: 'served', name: m.rehearsal_confirmed(), color: 'var(--good)' },
              ]}
            />
          </div>
        )}
        <Text size="sm" c="dimmed">
          {m.rehearsal_leave_page()}
        </Text>
      </Stack>
    </Panel>
  );
}
