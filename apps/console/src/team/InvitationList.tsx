import { type Invitation, type Link, officeApi } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Button, Group, Modal, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { useEventNames } from '../orders/use-event-names.ts';
import { RowList } from '../ui/RowList.tsx';
import { CopyField } from './CopyField.tsx';
import { notifyRefusal } from './notify-refusal.ts';
import { wordsOfGrants } from './words-of-roles.ts';

/** Invitations that were not accepted. */
export function InvitationList({ invitations }: { invitations: readonly Invitation[] }) {
  const { nameOf } = useEventNames();
  const client = useQueryClient();
  const [made, setMade] = useState<{ email: string; link: Link }>();
  const renew = useMutation({
    mutationFn: async ({ invitationId, email }: Invitation) => {
      const path = { invitationId };
      return {
        email,
        link: await officeApi.post('/v1/invitations/{invitationId}/link', { path }),
      };
    },
    onSuccess: async (link) => {
      setMade(link);
      await client.invalidateQueries({ queryKey: ['team'] });
    },
    onError: notifyRefusal,
  });
  const withdraw = useMutation({
    mutationFn: async ({ invitationId }: Invitation) =>
      await officeApi.delete('/v1/invitations/{invitationId}', { path: { invitationId } }),
    onSuccess: async (_, { email }) => {
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_withdrawn({ email }));
    },
    onError: notifyRefusal,
  });
  return (
    <>
      <RowList
        label={m.team_invitations()}
        rows={invitations}
        rowKey={({ invitationId }) => invitationId}
        columns={[
          { label: m.team_email(), isHeadline: true, render: ({ email }) => email },
          { label: m.team_roles(), render: ({ grants }) => wordsOfGrants(grants, nameOf) },
          {
            label: m.team_valid_until(),
            render: ({ expiresAt }) => (
              <Text span size="sm" {...(isOver(expiresAt) ? { c: 'var(--warn)' } : {})}>
                {isOver(expiresAt) ? m.team_expired() : formatMinute(expiresAt)}
              </Text>
            ),
          },
          {
            label: '',
            render: (invitation) => (
              <Group gap="xs">
                <Button
                  size="compact-sm"
                  variant="default"
                  aria-label={m.team_new_link_for({ email: invitation.email })}
                  onClick={() => renew.mutate(invitation)}
                >
                  {m.team_new_link()}
                </Button>
                <Button
                  size="compact-sm"
                  variant="subtle"
                  color="bad"
                  aria-label={m.team_withdraw_for({ email: invitation.email })}
                  onClick={() => withdraw.mutate(invitation)}
                >
                  {m.team_withdraw()}
                </Button>
              </Group>
            ),
          },
        ]}
      />
      <Modal
        opened={made !== undefined}
        onClose={() => setMade(undefined)}
        title={m.team_new_link()}
        closeButtonProps={{ 'aria-label': m.app_close() }}
      >
        <CopyField label={m.team_link()} value={made?.link.url ?? ''} />
        <Text size="sm" c="dimmed" mt="sm">
          {m.team_link_about({
            name: made?.email ?? '',
            time: formatMinute(made?.link.expiresAt ?? ''),
          })}
        </Text>
      </Modal>
    </>
  );
}

function isOver(moment: string): boolean {
  return Date.parse(moment) < Date.now();
}
