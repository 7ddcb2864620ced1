import { officeApi } from '@onsale/api-client';
import { Alert, Button, Checkbox, Divider, PasswordInput, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconFingerprint } from '@tabler/icons-react';
import { useMutation } from '@tanstack/react-query';
import { getRouteApi, useRouter } from '@tanstack/react-router';
import { useState } from 'react';
import { queryClient } from '../app/query-client.ts';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { CodeForm } from './CodeForm.tsx';
import { canUsePasskeys, signInByPasskey } from './passkeys.ts';
import { PublicFrame } from './PublicFrame.tsx';
import { wordsOfRefusal } from './words-of-refusal.ts';

const route = getRouteApi('/sign-in');

/** Address and password, then a code where there is a second factor; or a passkey alone. */
export function SignInPage() {
  const { to = '/' } = route.useSearch();
  const router = useRouter();
  const [needsCode, setNeedsCode] = useState(false);
  const enter = () => {
    // Whoever was here before may have seen other things.
    queryClient.clear();
    router.history.replace(to);
    return Promise.resolve();
  };
  return (
    <PublicFrame>
      {needsCode ? (
        <CodeForm onDone={enter} onBack={() => setNeedsCode(false)} />
      ) : (
        <PasswordForm onDone={enter} onCode={() => setNeedsCode(true)} />
      )}
    </PublicFrame>
  );
}

function PasswordForm({ onDone, onCode }: { onDone: () => Promise<void>; onCode: () => void }) {
  const form = useForm({
    initialValues: { email: '', password: '', rememberMe: true },
    validate: {
      email: (email) => (email.includes('@') ? null : m.team_email_wrong()),
      password: (password) => (password === '' ? m.app_required() : null),
    },
  });
  const signIn = useMutation({
    mutationFn: async (body: typeof form.values) =>
      await officeApi.post('/auth/sign-in/email', { body }),
    onSuccess: async ({ twoFactorRedirect }) => {
      if (twoFactorRedirect === true) onCode();
      else await onDone();
    },
  });
  const byPasskey = useMutation({
    mutationFn: signInByPasskey,
    onSuccess: async (isSignedIn) => {
      if (isSignedIn) await onDone();
    },
  });
  const error = signIn.error ?? byPasskey.error;
  return (
    <form
      onSubmit={form.onSubmit((values) => {
        byPasskey.reset();
        signIn.mutate(values);
      })}
    >
      <PageTitle title={m.team_sign_in()} />
      <Stack>
        {error === null ? null : (
          <Alert color="bad" role="alert">
            {wordsOfRefusal(error)}
          </Alert>
        )}
        <TextInput
          label={m.team_email()}
          type="email"
          autoComplete="username"
          {...form.getInputProps('email')}
        />
        <PasswordInput
          label={m.team_password()}
          autoComplete="current-password"
          visibilityToggleButtonProps={{ 'aria-label': m.team_password_show() }}
          {...form.getInputProps('password')}
        />
        <Checkbox
          label={m.team_remember()}
          {...form.getInputProps('rememberMe', { type: 'checkbox' })}
        />
        <Button type="submit" size="md" loading={signIn.isPending}>
          {m.team_sign_in()}
        </Button>
        {canUsePasskeys() ? (
          <>
            <Divider label={m.team_or()} />
            <Button
              variant="default"
              size="md"
              leftSection={<IconFingerprint size={20} aria-hidden />}
              loading={byPasskey.isPending}
              onClick={() => {
                signIn.reset();
                byPasskey.mutate();
              }}
            >
              {m.team_sign_in_passkey()}
            </Button>
          </>
        ) : null}
      </Stack>
    </form>
  );
}
