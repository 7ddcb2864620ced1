import { type Link, type Member, officeApi, withEtag } from '@onsale/api-client';
import { Button, Checkbox, Group, Modal, Stack, Text } from '@mantine/core';
import { formatMinute } from '@onsale/i18n';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../app/Loaded.tsx';
import { notifyDone } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { CopyField } from './CopyField.tsx';
import { GrantsField } from './GrantsField.tsx';
import { notifyRefusal } from './notify-refusal.ts';

/** What can be done about a member. */
export type MemberStep = 'roles' | 'password' | 'sessions' | 'remove';

interface Props {
  member: Member;
  onClose: () => void;
}

/** Asks what a step needs, and takes it. */
export function MemberDialog({ step, ...props }: Props & { step: MemberStep }) {
  if (step === 'roles') return <RolesDialog {...props} />;
  if (step === 'password') return <PasswordDialog {...props} />;
  return <EndDialog {...props} removes={step === 'remove'} />;
}

function RolesDialog({ member, onClose }: Props) {
  const path = { memberId: member.memberId };
  const loaded = useQuery({
    queryKey: ['team', 'member', member.memberId],
    queryFn: () =>
      withEtag((options) => officeApi.get('/v1/members/{memberId}', { path, ...options })),
    gcTime: 0,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.team_roles_of({ name: member.name })}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      <Loaded query={loaded}>
        {({ data, etag }) => <RolesForm member={data} etag={etag} onClose={onClose} />}
      </Loaded>
    </Modal>
  );
}

function RolesForm({ member, etag, onClose }: Props & { etag: string }) {
  const [grants, setGrants] = useState(member.grants);
  const client = useQueryClient();
  const save = useMutation({
    mutationFn: async () =>
      await officeApi.patch('/v1/members/{memberId}', {
        path: { memberId: member.memberId },
        body: { grants },
        headers: { 'if-match': etag },
      }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_roles_changed({ name: member.name }));
      onClose();
    },
    onError: notifyRefusal,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        save.mutate();
      }}
    >
      <GrantsField value={grants} onChange={setGrants} />
      <Group justify="flex-end" mt="lg">
        <Button variant="default" onClick={onClose}>
          {m.app_cancel()}
        </Button>
        <Button type="submit" loading={save.isPending} disabled={grants.length === 0}>
          {m.app_save()}
        </Button>
      </Group>
    </form>
  );
}

function PasswordDialog({ member, onClose }: Props) {
  const [removesTwoFactor, setRemovesTwoFactor] = useState(false);
  const [link, setLink] = useState<Link>();
  const make = useMutation({
    mutationFn: async () =>
      await officeApi.post('/v1/members/{memberId}/password-link', {
        path: { memberId: member.memberId },
        body: { removesTwoFactor },
      }),
    onSuccess: setLink,
    onError: notifyRefusal,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.team_password_link()}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      {link === undefined ? (
        <Stack>
          <Text size="sm">{m.team_password_link_about({ name: member.name })}</Text>
          <Checkbox
            label={m.team_removes_factor()}
            description={m.team_removes_factor_about()}
            checked={removesTwoFactor}
            onChange={(event) => setRemovesTwoFactor(event.currentTarget.checked)}
          />
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {m.app_cancel()}
            </Button>
            <Button loading={make.isPending} onClick={() => make.mutate()}>
              {m.team_make_link()}
            </Button>
          </Group>
        </Stack>
      ) : (
        <Stack>
          <CopyField label={m.team_link()} value={link.url} />
          <Text size="sm" c="dimmed">
            {m.team_link_about({ name: member.name, time: formatMinute(link.expiresAt) })}
          </Text>
        </Stack>
      )}
    </Modal>
  );
}

function EndDialog({ member, onClose, removes }: Props & { removes: boolean }) {
  const client = useQueryClient();
  const { memberId, name } = member;
  const end = useMutation({
    mutationFn: async () => {
      const path = { memberId };
      if (removes) await officeApi.delete('/v1/members/{memberId}', { path });
      else await officeApi.delete('/v1/members/{memberId}/sessions', { path });
    },
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(removes ? m.team_removed({ name }) : m.team_sessions_ended({ name }));
    },
    onError: notifyRefusal,
    onSettled: onClose,
  });
  return (
    <ConfirmDialog
      isOpen
      isDangerous
      title={removes ? m.team_remove_title({ name }) : m.team_end_sessions_title({ name })}
      confirm={removes ? m.team_remove() : m.team_end_sessions()}
      cancel={m.app_cancel()}
      close={m.app_close()}
      isBusy={end.isPending}
      onConfirm={() => end.mutate()}
      onClose={onClose}
    >
      <Text size="sm">{removes ? m.team_remove_about() : m.team_end_sessions_about()}</Text>
    </ConfirmDialog>
  );
}
