import { type Grant, officeApi } from '@onsale/api-client';
import { Alert, Button, Group, Modal, Select, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { m } from '../app/texts.ts';
import { CopyField } from './CopyField.tsx';
import { GrantsField } from './GrantsField.tsx';
import { wordsOfRefusal } from './words-of-refusal.ts';

/** For how many days a key can be valid; 0 is for ever. */
const DAYS = ['30', '90', '365', '0'] as const;
const DAY_MS = 24 * 60 * 60 * 1000;

/** Makes an API key, and shows its secret once. */
export function ApiKeyDialog({ onClose }: { onClose: () => void }) {
  const client = useQueryClient();
  const form = useForm({
    initialValues: { name: '', days: '90', grants: [{ role: 'viewer' }] as Grant[] },
    validate: {
      name: (name) => (name.trim() === '' ? m.app_required() : null),
      grants: (grants) => (grants.length === 0 ? m.team_roles_missing() : null),
    },
  });
  const make = useMutation({
    mutationFn: async ({ name, days, grants }: typeof form.values) => {
      const expiresAt = new Date(Date.now() + Number(days) * DAY_MS).toISOString();
      const body = { name, grants, ...(days === '0' ? {} : { expiresAt }) };
      return await officeApi.post('/v1/api-keys', { body });
    },
    onSuccess: async () => await client.invalidateQueries({ queryKey: ['team', 'api-keys'] }),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.team_key_make()}
      // A secret that was shown once must not vanish by a slip.
      closeOnClickOutside={make.data === undefined}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      {make.data === undefined ? (
        <form onSubmit={form.onSubmit((values) => make.mutate(values))}>
          <Stack>
            {make.error === null ? null : (
              <Alert color="bad" role="alert">
                {wordsOfRefusal(make.error)}
              </Alert>
            )}
            <TextInput
              label={m.team_name()}
              description={m.team_key_name_about()}
              data-autofocus
              autoComplete="off"
              {...form.getInputProps('name')}
            />
            <Select
              label={m.team_valid()}
              allowDeselect={false}
              data={DAYS.map((days) => ({
                value: days,
                label: days === '0' ? m.team_for_ever() : m.team_days({ days }),
              }))}
              {...form.getInputProps('days')}
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
              <Button type="submit" loading={make.isPending}>
                {m.team_key_make()}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Stack>
          <CopyField label={m.team_key_secret()} value={make.data.secret} />
          <Text size="sm">{m.team_key_secret_about()}</Text>
          <Button onClick={onClose}>{m.app_close()}</Button>
        </Stack>
      )}
    </Modal>
  );
}
