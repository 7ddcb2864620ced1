import { officeApi } from '@onsale/api-client';
import { Button, Group, PasswordInput, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyDone } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { NewPasswordField, problemOfPassword } from '../NewPasswordField.tsx';
import { showRefusal } from '../show-refusal.ts';
import { Panel } from './Panel.tsx';

/** Changes the password; whoever else is signed in with the old one is not any more. */
export function PasswordPanel() {
  const client = useQueryClient();
  const form = useForm({
    initialValues: { currentPassword: '', newPassword: '' },
    validate: {
      currentPassword: (password) => (password === '' ? m.app_required() : null),
      newPassword: problemOfPassword,
    },
  });
  const change = useMutation({
    mutationFn: async (body: typeof form.values) =>
      await officeApi.post('/auth/change-password', { body }),
    onSuccess: async () => {
      form.reset();
      await client.invalidateQueries({ queryKey: ['team'] });
      notifyDone(m.team_password_changed());
    },
    onError: (error) => showRefusal(form, error, 'currentPassword'),
  });
  return (
    <Panel title={m.team_password()} about={m.team_password_about()}>
      <form onSubmit={form.onSubmit((values) => change.mutate(values))}>
        <Stack>
          <PasswordInput
            label={m.team_current_password()}
            autoComplete="current-password"
            visibilityToggleButtonProps={{ 'aria-label': m.team_password_show() }}
            {...form.getInputProps('currentPassword')}
          />
          <NewPasswordField {...form.getInputProps('newPassword')} />
          <Group>
            <Button type="submit" variant="default" loading={change.isPending}>
              {m.team_change_password()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Panel>
  );
}
