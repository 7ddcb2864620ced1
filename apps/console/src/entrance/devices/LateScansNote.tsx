import { Alert, Button, Group, Text } from '@mantine/core';
import { type Device, officeApi } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { TextLink } from '../../app/links.tsx';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { ENTRANCE_KEY } from '../entrance-queries.ts';

/** What a device has sent after it was revoked, until a member says whether it counts. */
export function LateScansNote({ device }: { device: Device }) {
  const { eventId, deviceId, name, lateScans } = device;
  const client = useQueryClient();
  const decide = useMutation({
    mutationFn: async (count: boolean) => {
      // As many at a time as the office counts, while they get fewer.
      let [left, before] = [lateScans, Infinity];
      while (left > 0 && left < before) {
        before = left;
        ({ lateScans: left } = await officeApi.post(
          '/v1/events/{eventId}/devices/{deviceId}/late-scans',
          { path: { eventId, deviceId }, body: { count } },
        ));
      }
    },
    onSuccess: (_, count) => {
      notifyDone(count ? m.entrance_late_counted() : m.entrance_late_left());
    },
    onError: notifyFailure,
    onSettled: async () => await client.invalidateQueries({ queryKey: ENTRANCE_KEY }),
  });
  return (
    <Alert
      color="warn"
      mb="sm"
      title={m.entrance_late_title({ name, count: lateScans, text: formatCount(lateScans) })}
    >
      <Text size="sm">
        {m.entrance_late_text()}{' '}
        <TextLink
          to="/events/$eventId/entrance/log"
          params={{ eventId }}
          search={{ deviceId }}
          fw={600}
          underline="always"
        >
          {m.entrance_late_look()}
        </TextLink>
      </Text>
      <Group gap="xs" mt="sm">
        <Button
          size="compact-md"
          loading={decide.isPending && decide.variables}
          disabled={decide.isPending}
          onClick={() => decide.mutate(true)}
        >
          {m.entrance_late_count()}
        </Button>
        <Button
          size="compact-md"
          variant="default"
          loading={decide.isPending && !decide.variables}
          disabled={decide.isPending}
          onClick={() => decide.mutate(false)}
        >
          {m.entrance_late_leave()}
        </Button>
      </Group>
    </Alert>
  );
}
