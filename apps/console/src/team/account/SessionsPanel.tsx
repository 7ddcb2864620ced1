import { officeApi, type Session } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Badge, Button, Group, Stack, Text } from '@mantine/core';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Loaded } from '../../app/Loaded.tsx';
import { notifyDone } from '../../app/notify.tsx';
import { signOut } from '../../app/sign-out.ts';
import { m } from '../../app/texts.ts';
import { notifyRefusal } from '../notify-refusal.ts';
import { mySessionsQuery } from '../team-queries.ts';
import { Panel } from './Panel.tsx';

/** Where the member is signed in, each to be ended at once. */
export function SessionsPanel() {
  const sessions = useQuery(mySessionsQuery);
  const client = useQueryClient();
  const endOthers = useMutation({
    mutationFn: async () => await officeApi.delete('/v1/me/sessions'),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_others_ended());
    },
    onError: notifyRefusal,
  });
  return (
    <Panel title={m.team_sessions()} about={m.team_sessions_about()}>
      <Loaded query={sessions}>
        {({ items }) => (
          <Stack gap="sm">
            {items.map((session) => (
              <SessionRow key={session.sessionId} session={session} />
            ))}
            {items.length > 1 ? (
              <Group>
                <Button
                  variant="default"
                  loading={endOthers.isPending}
                  onClick={() => endOthers.mutate()}
                >
                  {m.team_end_others()}
                </Button>
              </Group>
            ) : null}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function SessionRow({ session }: { session: Session }) {
  const client = useQueryClient();
  const { sessionId, isThis, device = m.team_unknown_device(), address, createdAt } = session;
  const end = useMutation({
    mutationFn: async () => {
      if (isThis) await signOut();
      else await officeApi.delete('/v1/me/sessions/{sessionId}', { path: { sessionId } });
    },
    onSuccess: async () => await client.invalidateQueries({ queryKey: ['team'] }),
    onError: notifyRefusal,
  });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Group gap="xs">
          <Text fw={600}>{device}</Text>
          {isThis ? <Badge color="good">{m.team_this_session()}</Badge> : null}
        </Group>
        <Text size="sm" c="dimmed">
          {[address, m.team_since({ time: formatMinute(createdAt) })].filter(Boolean).join(' · ')}
        </Text>
      </div>
      <Button
        size="compact-sm"
        variant="subtle"
        color="bad"
        flex="none"
        loading={end.isPending}
        aria-label={m.team_end_of({ device })}
        onClick={() => end.mutate()}
      >
        {isThis ? m.app_sign_out() : m.team_end()}
      </Button>
    </Group>
  );
}
