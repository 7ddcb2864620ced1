import { Button, Card, Group, Text } from '@mantine/core';
import { type LoggedScan, officeApi } from '@onsale/api-client';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { Facts } from '../../ui/Facts.tsx';
import { ENTRANCE_KEY } from '../entrance-queries.ts';
import { useClock, useEntrance, useEntranceNames } from '../use-entrance.ts';
import { wordsOfReason } from '../words-of-entrance.ts';
import { deviceTimeOf } from './device-time.ts';
import { TicketOfScan } from './TicketOfScan.tsx';

interface Moment {
  at: string;
  entranceId?: string;
  deviceName?: string;
  deviceTime?: string | undefined;
}

/** One ticket that let in somebody who would not have been: when, where, and who has looked at it. */
export function ConflictCard({ scan }: { scan: LoggedScan }) {
  const { conflict, reason } = scan;
  const clock = useClock();
  const wordsOf = useWordsOfMoment();
  if (conflict === undefined) return null;
  const { kind, other, reviewedBy, reviewedAt } = conflict;
  const moments: Moment[] = [
    { ...scan, deviceTime: deviceTimeOf(scan) },
    ...(other === undefined ? [] : [other]),
  ].toSorted((a, b) => Date.parse(a.at) - Date.parse(b.at));
  return (
    <Card component="li" padding="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Text fw={700}>
            {kind === 'double'
              ? m.entrance_conflict_double()
              : [
                  m.entrance_conflict_dead(),
                  reason === undefined ? undefined : wordsOfReason(reason),
                ]
                  .filter((part) => part !== undefined)
                  .join(': ')}
          </Text>
          <TicketOfScan scan={scan} />
        </div>
        {reviewedBy === undefined ? (
          <ReviewButton scanId={scan.scanId} />
        ) : (
          <Text size="sm" c="dimmed">
            {m.entrance_reviewed_by({
              name: reviewedBy,
              time: reviewedAt === undefined ? '' : clock(reviewedAt),
            })}
          </Text>
        )}
      </Group>
      <div style={{ marginBlockStart: 'var(--mantine-spacing-sm)' }}>
        <Facts
          facts={moments.map((moment, i) => [
            kind === 'dead' || moments.length < 2
              ? m.entrance_conflict_let_in()
              : i === 0
                ? m.entrance_conflict_first()
                : m.entrance_conflict_second(),
            wordsOf(moment),
          ])}
        />
      </div>
    </Card>
  );
}

function useWordsOfMoment() {
  const clock = useClock();
  const nameOf = useEntranceNames();
  return ({ at, entranceId, deviceName, deviceTime }: Moment) => (
    <>
      <Text fw={600}>{clock(at)}</Text>
      <Text size="sm">
        {[entranceId === undefined ? undefined : nameOf(entranceId), deviceName]
          .filter((part) => part !== undefined)
          .join(' · ')}
      </Text>
      {deviceTime === undefined ? null : (
        <Text size="xs" c="dimmed">
          {m.entrance_device_time({ time: clock(deviceTime) })}
        </Text>
      )}
    </>
  );
}

function ReviewButton({ scanId }: { scanId: number }) {
  const { eventId } = useEntrance();
  const client = useQueryClient();
  const review = useMutation({
    mutationFn: () =>
      officeApi.post('/v1/events/{eventId}/scans/{scanId}/review', {
        path: { eventId, scanId: String(scanId) },
      }),
    onSuccess: () => client.invalidateQueries({ queryKey: ENTRANCE_KEY }),
    onError: notifyFailure,
  });
  return (
    <Button
      variant="default"
      size="compact-md"
      leftSection={<IconCheck size={16} aria-hidden />}
      loading={review.isPending}
      onClick={() => review.mutate()}
    >
      {m.entrance_review()}
    </Button>
  );
}
