import { officeApi } from '@onsale/api-client';
import { Button, Stack, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation } from '@tanstack/react-query';
import { renderSVG } from 'uqr';
import { m } from '../../app/texts.ts';
import { CopyField } from '../CopyField.tsx';
import { showRefusal } from '../show-refusal.ts';

/** What an authenticator app reads, and its first code, which shows that it has read it right. */
export function TotpSetup({ uri, onVerified }: { uri: string; onVerified: () => Promise<void> }) {
  const form = useForm({
    initialValues: { code: '' },
    validate: { code: (code) => (code.trim().length < 6 ? m.team_code_short() : null) },
  });
  const send = useMutation({
    mutationFn: async ({ code }: typeof form.values) => {
      const body = { code: code.replaceAll(/\s/g, '') };
      await officeApi.post('/auth/two-factor/verify-totp', { body });
    },
    onSuccess: onVerified,
    onError: (error) => showRefusal(form, error, 'code'),
  });
  const secret = new URL(uri).searchParams.get('secret') ?? '';
  const picture = renderSVG(uri, { border: 2 });
  return (
    <form onSubmit={form.onSubmit((values) => send.mutate(values))}>
      <Stack>
        <Text size="sm">{m.team_scan()}</Text>
        <img
          src={`data:image/svg+xml,${encodeURIComponent(picture)}`}
          alt={m.team_qr()}
          width={200}
          height={200}
          style={{ alignSelf: 'center' }}
        />
        <CopyField label={m.team_secret()} value={secret} />
        <TextInput
          label={m.team_code()}
          inputMode="numeric"
          autoComplete="one-time-code"
          {...form.getInputProps('code')}
        />
        <Button type="submit" loading={send.isPending}>
          {m.team_switch_on()}
        </Button>
      </Stack>
    </form>
  );
}
