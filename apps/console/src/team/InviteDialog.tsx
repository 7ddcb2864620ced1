import { type Grant, type Link, officeApi } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Alert, Button, Group, Modal, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { m } from '../app/texts.ts';
import { CopyField } from './CopyField.tsx';
import { GrantsField } from './GrantsField.tsx';
import { wordsOfRefusal } from './words-of-refusal.ts';

/** Invites somebody; the link is shown once, to be handed on. */
export function InviteDialog({ onClose }: { onClose: () => void }) {
  const [made, setMade] = useState<{ email: string; link: Link }>();
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.team_invite_title()}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      {made === undefined ? (
        <InviteForm onMade={setMade} onClose={onClose} />
      ) : (
        <Stack>
          <CopyField label={m.team_link()} value={made.link.url} />
          <Text size="sm" c="dimmed">
            {m.team_link_about({ name: made.email, time: formatMinute(made.link.expiresAt) })}
          </Text>
          <Button onClick={onClose}>{m.app_close()}</Button>
        </Stack>
      )}
    </Modal>
  );
}

function InviteForm({
  onMade,
  onClose,
}: {
  onMade: (made: { email: string; link: Link }) => void;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const form = useForm({
    initialValues: { email: '', grants: [{ role: 'manager' }] as Grant[] },
    validate: {
      email: (email) => (email.includes('@') ? null : m.team_email_wrong()),
      grants: (grants) => (grants.length === 0 ? m.team_roles_missing() : null),
    },
  });
  const invite = useMutation({
    mutationFn: async (body: typeof form.values) =>
      await officeApi.post('/v1/invitations', { body }),
    onSuccess: async ({ link, invitation }) => {
      onMade({ email: invitation.email, link });
      await client.invalidateQueries({ queryKey: ['team'] });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => invite.mutate(values))}>
      <Stack>
        {invite.error === null ? null : (
          <Alert color="bad" role="alert">
            {wordsOfRefusal(invite.error)}
          </Alert>
        )}
        <TextInput
          label={m.team_email()}
          type="email"
          autoComplete="off"
          data-autofocus
          {...form.getInputProps('email')}
        />
        <GrantsField
          value={form.values.grants}
          onChange={(grants) => form.setFieldValue('grants', grants)}
          error={form.errors['grants'] as string | undefined}
        />
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {m.app_cancel()}
          </Button>
          <Button type="submit" loading={invite.isPending}>
            {m.team_invite()}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
