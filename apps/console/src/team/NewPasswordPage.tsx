import { officeApi } from '@onsale/api-client';
import { Alert, Button, Stack } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { notifyDone } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { PageTitle } from '../ui/PageTitle.tsx';
import { LinkPage } from './LinkPage.tsx';
import { NewPasswordField, problemOfPassword } from './NewPasswordField.tsx';
import { wordsOfRefusal } from './words-of-refusal.ts';

/** Where a member sets a new password with the link of an owner. */
export function NewPasswordPage() {
  return (
    <LinkPage>
      {({ token, content: { email = '' } }) => (
        <>
          <PageTitle title={m.team_set_password()} about={m.team_set_password_about({ email })} />
          <NewPasswordForm token={token} email={email} />
        </>
      )}
    </LinkPage>
  );
}

function NewPasswordForm({ token, email }: { token: string; email: string }) {
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { password: '' },
    validate: { password: problemOfPassword },
  });
  const send = useMutation({
    mutationFn: async ({ password }: typeof form.values) =>
      await officeApi.post('/v1/links/new-password', { body: { token, password } }),
    onSuccess: async () => {
      notifyDone(m.team_password_set());
      await navigate({ to: '/sign-in', replace: true });
    },
  });
  return (
    <form onSubmit={form.onSubmit((values) => send.mutate(values))}>
      {/* For what keeps passwords: whose it is. */}
      <input type="text" autoComplete="username" value={email} readOnly hidden />
      <Stack>
        {send.error === null ? null : (
          <Alert color="bad" role="alert">
            {wordsOfRefusal(send.error)}
          </Alert>
        )}
        <NewPasswordField {...form.getInputProps('password')} />
        <Button type="submit" size="md" loading={send.isPending}>
          {m.team_set_password()}
        </Button>
      </Stack>
    </form>
  );
}
