import { officeApi, type Passkey } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Button, Group, Stack, Text, TextInput } from '@mantine/core';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { Loaded } from '../../app/Loaded.tsx';
import { notifyDone } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { notifyRefusal } from '../notify-refusal.ts';
import { addPasskey, canUsePasskeys } from '../passkeys.ts';
import { myPasskeysQuery } from '../team-queries.ts';
import { Panel } from './Panel.tsx';

/** Keys on the member's devices, with which they sign in without password and code. */
export function PasskeysPanel() {
  const passkeys = useQuery(myPasskeysQuery);
  return (
    <Panel title={m.team_passkeys()} about={m.team_passkeys_about()}>
      <Loaded query={passkeys}>
        {({ items }) => (
          <Stack gap="sm">
            {items.map((passkey) => (
              <PasskeyRow key={passkey.passkeyId} passkey={passkey} />
            ))}
            {canUsePasskeys() ? <AddPasskey /> : <Text size="sm">{m.team_passkeys_never()}</Text>}
          </Stack>
        )}
      </Loaded>
    </Panel>
  );
}

function PasskeyRow({ passkey }: { passkey: Passkey }) {
  const client = useQueryClient();
  const { passkeyId, name, createdAt } = passkey;
  const remove = useMutation({
    mutationFn: async () =>
      await officeApi.delete('/v1/me/passkeys/{passkeyId}', { path: { passkeyId } }),
    onSuccess: async () => {
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_passkey_removed({ name }));
    },
    onError: notifyRefusal,
  });
  return (
    <Group justify="space-between" wrap="nowrap">
      <div>
        <Text fw={600}>{name}</Text>
        <Text size="sm" c="dimmed">
          {m.team_since({ time: formatMinute(createdAt) })}
        </Text>
      </div>
      <Button
        size="compact-sm"
        variant="subtle"
        color="bad"
        flex="none"
        loading={remove.isPending}
        aria-label={m.team_remove_of({ name })}
        onClick={() => remove.mutate()}
      >
        {m.team_remove()}
      </Button>
    </Group>
  );
}

function AddPasskey() {
  const client = useQueryClient();
  const [name, setName] = useState('');
  const add = useMutation({
    mutationFn: async () => await addPasskey(name.trim() === '' ? m.team_passkey() : name),
    onSuccess: async (isAdded) => {
      if (!isAdded) return;
      setName('');
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_passkey_added());
    },
    onError: notifyRefusal,
  });
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        add.mutate();
      }}
    >
      <Group align="flex-end" gap="sm">
        <TextInput
          label={m.team_passkey_name()}
          placeholder={m.team_passkey_example()}
          value={name}
          maxLength={100}
          autoComplete="off"
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <Button
          type="submit"
          variant="default"
          leftSection={<IconFingerprint size={18} aria-hidden />}
          loading={add.isPending}
        >
          {m.team_passkey_add()}
        </Button>
      </Group>
    </form>
  );
}
