import { Alert, Button, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { Language } from '../app/language.ts';
import { useLanguage } from '../app/use-language.ts';
import { fieldErrors } from '../app/form-errors.ts';
import { queryClient } from '../app/query-client.ts';
import { m } from '../app/texts.ts';
import { NewPasswordField, problemOfPassword } from './NewPasswordField.tsx';
import { wordsOfRefusal } from './words-of-refusal.ts';

export interface Joining {
  email: string;
  name: string;
  password: string;
  language: Language;
}

/** How somebody becomes a member. Their address is known, but of the first owner. */
export function JoinForm({
  email,
  button,
  join,
}: {
  email: string | undefined;
  button: string;
  join: (joining: Joining) => Promise<unknown>;
}) {
  const language = useLanguage();
  const navigate = useNavigate();
  const form = useForm({
    initialValues: { email: email ?? '', name: '', password: '' },
    validate: {
      email: (value) => (value.includes('@') ? null : m.team_email_wrong()),
      name: (name) => (name.trim() === '' ? m.app_required() : null),
      password: problemOfPassword,
    },
  });
  const send = useMutation({
    mutationFn: async (values: typeof form.values) => await join({ ...values, language }),
    onSuccess: async () => {
      queryClient.clear();
      await navigate({ to: '/', replace: true });
    },
    onError: (error) => form.setErrors(fieldErrors(error) ?? {}),
  });
  return (
    <form onSubmit={form.onSubmit((values) => send.mutate(values))}>
      <Stack>
        {send.error === null ? null : (
          <Alert color="bad" role="alert">
            {wordsOfRefusal(send.error)}
          </Alert>
        )}
        <TextInput label={m.team_name()} autoComplete="name" {...form.getInputProps('name')} />
        <TextInput
          label={m.team_email()}
          type="email"
          autoComplete="username"
          readOnly={email !== undefined}
          {...form.getInputProps('email')}
        />
        <NewPasswordField {...form.getInputProps('password')} />
        <Button type="submit" size="md" loading={send.isPending}>
          {button}
        </Button>
      </Stack>
    </form>
  );
}
