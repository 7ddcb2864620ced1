import { officeApi, type WebhookEndpoint } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { Alert, Button, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { asRead } from '../app/as-read.ts';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { WEBHOOKS_KEY } from './webhooks-queries.ts';

/** What is wrong with an endpoint, and what to do about it. */
export function EndpointNote({ endpoint }: { endpoint: WebhookEndpoint }) {
  const client = useQueryClient();
  const switchOn = useMutation({
    mutationFn: async () => {
      const { endpointId, url, description, types } = endpoint;
      await officeApi.put('/v1/webhook-endpoints/{endpointId}', {
        path: { endpointId },
        headers: asRead(endpoint),
        body: { url, description, types, isOn: true },
      });
    },
    onSuccess: () => notifyDone(m.webhooks_switched_on()),
    onError: notifyFailure,
    onSettled: async () => await client.invalidateQueries({ queryKey: WEBHOOKS_KEY }),
  });
  const note = noteOf(endpoint);
  if (note === undefined) return null;
  const { isOn, offReason } = endpoint;
  const isBad = !isOn && offReason !== 'member';
  return (
    <Alert color={isBad ? 'bad' : 'warn'} variant="light" mb="md">
      <Stack gap="sm" align="flex-start">
        <Text size="sm">{note}</Text>
        {isOn ? null : (
          <Button size="compact-sm" loading={switchOn.isPending} onClick={() => switchOn.mutate()}>
            {m.webhooks_switch_on()}
          </Button>
        )}
      </Stack>
    </Alert>
  );
}

function noteOf({ isOn, offReason, failingSince }: WebhookEndpoint): string | undefined {
  if (isOn) {
    return failingSince === undefined
      ? undefined
      : m.webhooks_failing_note({ time: formatMinute(failingSince) });
  }
  if (offReason === 'gone') return m.webhooks_gone_note();
  return offReason === 'failing' ? m.webhooks_off_failing_note() : m.webhooks_off_note();
}
