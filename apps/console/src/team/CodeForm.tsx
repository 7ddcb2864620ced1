import { officeApi } from '@onsale/api-client';
import { Alert, Button, Checkbox, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useState } from 'react';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { focusFirst } from './focus-first.ts';
import { wordsOfRefusal } from './words-of-refusal.ts';

/** The second step of signing in: a code of the authenticator app, or a backup code. */
export function CodeForm({ onDone, onBack }: { onDone: () => Promise<void>; onBack: () => void }) {
  const [isBackup, setIsBackup] = useState(false);
  const form = useForm({
    initialValues: { code: '', trustDevice: false },
    validate: { code: (code) => (code.trim().length < 6 ? m.team_code_short() : null) },
  });
  const send = useMutation({
    mutationFn: async ({ code, trustDevice }: typeof form.values) => {
      if (isBackup) {
        const body = { code: code.trim() };
        await officeApi.post('/auth/two-factor/verify-backup-code', { body });
        return;
      }
      // Apps show it in two halves.
      const body = { code: code.replaceAll(/\s/g, ''), trustDevice };
      await officeApi.post('/auth/two-factor/verify-totp', { body });
    },
    onSuccess: onDone,
  });
  return (
    <form onSubmit={form.onSubmit((values) => send.mutate(values))}>
      <PageTitle
        title={m.team_code_title()}
        about={isBackup ? m.team_backup_about() : m.team_code_about()}
      />
      <Stack>
        {send.error === null ? null : (
          <Alert color="bad" role="alert">
            {wordsOfRefusal(send.error)}
          </Alert>
        )}
        <TextInput
          key={String(isBackup)}
          ref={focusFirst}
          label={isBackup ? m.team_backup_code() : m.team_code()}
          autoComplete="one-time-code"
          inputMode={isBackup ? 'text' : 'numeric'}
          {...form.getInputProps('code')}
        />
        {isBackup ? null : (
          <Checkbox
            label={m.team_trust()}
            {...form.getInputProps('trustDevice', { type: 'checkbox' })}
          />
        )}
        <Button type="submit" size="md" loading={send.isPending}>
          {m.team_sign_in()}
        </Button>
        <Button
          variant="subtle"
          onClick={() => {
            send.reset();
            form.setFieldValue('code', '');
            setIsBackup(!isBackup);
          }}
        >
          {isBackup ? m.team_code_instead() : m.team_backup_instead()}
        </Button>
        <Button variant="subtle" onClick={onBack}>
          {m.app_back()}
        </Button>
      </Stack>
    </form>
  );
}
