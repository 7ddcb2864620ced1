import { Button, Card, Group, Text } from '@mantine/core';
import { type LoggedScan, officeApi } from '@onsale/api-client';
import { IconCheck } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { Facts } from '../../ui/Facts.tsx';
import { ENTRANCE_KEY } from '../entrance-queries.ts';
import { inOneLine } from '../in-one-line.ts';
import { useClock, useEntrance, useEntranceNames } from '../use-entrance.ts';
import { wordsOfReason } from '../words-of-entrance.ts';
import { DeviceTime } from './DeviceTime.tsx';
import { TicketOfScan } from './TicketOfScan.tsx';

type Moment = Pick<LoggedScan, 'at' | 'entranceId' | 'deviceName' | 'deviceAt'>;

/** One ticket that let in somebody who would not have been: when, where, and who has looked at it. */
export function ConflictCard({ scan }: { scan: LoggedScan }) {
  const { conflict, reason } = scan;
  const clock = useClock();
  if (conflict === undefined) return null;
  const { kind, other, reviewedBy, reviewedAt } = conflict;
  const moments: Moment[] = [scan, ...(other === undefined ? [] : [other])].toSorted(
    (a, b) => Date.parse(a.at) - Date.parse(b.at),
  );
  return (
    <Card component="li" padding="md">
      <Group justify="space-between" align="flex-start" gap="sm">
        <div>
          <Text fw={700}>
            {kind === 'double'
              ? m.entrance_conflict_double()
              : reason === undefined
                ? m.entrance_conflict_dead()
                : `${m.entrance_conflict_dead()}: ${wordsOfReason(reason)}`}
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
            <WordsOfMoment key={moment.at} moment={moment} />,
          ])}
        />
      </div>
    </Card>
  );
}

function WordsOfMoment({ moment }: { moment: Moment }) {
  const { at, entranceId, deviceName } = moment;
  const clock = useClock();
  const nameOf = useEntranceNames();
  return (
    <>
      <Text fw={600}>{clock(at)}</Text>
      <Text size="sm">
        {inOneLine(entranceId === undefined ? undefined : nameOf(entranceId), deviceName)}
      </Text>
      <DeviceTime {...moment} />
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
