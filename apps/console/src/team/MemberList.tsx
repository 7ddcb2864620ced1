import type { Member } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { ActionIcon, Badge, Group, Menu, Text } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { m } from '../app/texts.ts';
import { useMe } from '../app/use-me.ts';
import { useEventNames } from '../orders/use-event-names.ts';
import { type Column, RowList } from '../ui/RowList.tsx';
import { MemberDialog, type MemberStep } from './MemberDialog.tsx';
import { wordsOfGrants } from './words-of-roles.ts';

/** The members, and what an owner can do about each. */
export function MemberList({ members }: { members: readonly Member[] }) {
  const { nameOf } = useEventNames();
  const me = useMe();
  const [open, setOpen] = useState<{ member: Member; step: MemberStep }>();
  const columns: Column<Member>[] = [
    {
      label: m.team_name(),
      isHeadline: true,
      render: ({ memberId, name, email }) => (
        <>
          {name}
          {memberId === me?.id ? ` ${m.team_you()}` : ''}
          <Text size="sm" c="dimmed" fw={400}>
            {email}
          </Text>
        </>
      ),
    },
    { label: m.team_roles(), render: ({ grants }) => wordsOfGrants(grants, nameOf) },
    {
      label: m.team_second_factor(),
      render: ({ twoFactor, passkeys }) => <Factors {...{ twoFactor, passkeys }} />,
    },
    {
      label: m.team_last_seen(),
      isOptional: true,
      render: ({ lastSeenAt }) =>
        lastSeenAt === undefined ? m.team_never() : formatMinute(lastSeenAt),
    },
    {
      label: '',
      render: (member) => (
        <MemberMenu member={member} onStep={(step) => setOpen({ member, step })} />
      ),
    },
  ];
  return (
    <>
      <RowList
        label={m.team_members()}
        rows={members}
        rowKey={({ memberId }) => memberId}
        columns={columns}
      />
      {open === undefined ? null : <MemberDialog {...open} onClose={() => setOpen(undefined)} />}
    </>
  );
}

function Factors({ twoFactor, passkeys }: Pick<Member, 'twoFactor' | 'passkeys'>) {
  if (!twoFactor && passkeys === 0) return <Badge color="warn">{m.team_factor_none()}</Badge>;
  return (
    <Group gap={4}>
      {twoFactor ? <Badge color="good">{m.team_factor_code()}</Badge> : null}
      {passkeys > 0 ? <Badge color="good">{m.team_factor_passkey()}</Badge> : null}
    </Group>
  );
}

function MemberMenu({ member, onStep }: { member: Member; onStep: (step: MemberStep) => void }) {
  return (
    <Menu position="bottom-end" shadow="md">
      <Menu.Target>
        <ActionIcon aria-label={m.team_actions_of({ name: member.name })}>
          <IconDots size={20} aria-hidden />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item onClick={() => onStep('roles')}>{m.team_change_roles()}</Menu.Item>
        <Menu.Item onClick={() => onStep('password')}>{m.team_password_link()}</Menu.Item>
        <Menu.Item onClick={() => onStep('sessions')}>{m.team_end_sessions()}</Menu.Item>
        <Menu.Divider />
        <Menu.Item c="var(--bad)" onClick={() => onStep('remove')}>
          {m.team_remove()}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
