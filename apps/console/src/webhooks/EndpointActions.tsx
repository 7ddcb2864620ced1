import { officeApi, type WebhookEndpoint } from '@onsale/api-client';
import { Button, Text } from '@mantine/core';
import { IconKey, IconPencil, IconSend, IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { asRead } from '../app/as-read.ts';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { ConfirmDialog } from '../ui/ConfirmDialog.tsx';
import { EndpointDialog } from './EndpointDialog.tsx';
import { RotateDialog } from './RotateDialog.tsx';
import { endpointQuery, WEBHOOKS_KEY } from './webhooks-queries.ts';

/** What can be done with an endpoint. */
export function EndpointActions({ endpoint }: { endpoint: WebhookEndpoint }) {
  const { endpointId } = endpoint;
  const [open, setOpen] = useState<'edit' | 'rotate' | 'delete'>();
  const close = () => setOpen(undefined);
  const test = useTest(endpointId);
  const remove = useRemove(endpoint);
  return (
    <>
      <Button
        leftSection={<IconSend size={18} aria-hidden />}
        loading={test.isPending}
        onClick={() => test.mutate()}
      >
        {m.webhooks_test()}
      </Button>
      <Button
        variant="default"
        leftSection={<IconPencil size={18} aria-hidden />}
        onClick={() => setOpen('edit')}
      >
        {m.webhooks_edit()}
      </Button>
      <Button
        variant="default"
        leftSection={<IconKey size={18} aria-hidden />}
        onClick={() => setOpen('rotate')}
      >
        {m.webhooks_rotate()}
      </Button>
      <Button
        variant="default"
        c="bad"
        leftSection={<IconTrash size={18} aria-hidden />}
        onClick={() => setOpen('delete')}
      >
        {m.webhooks_delete()}
      </Button>
      {open === 'edit' ? <EndpointDialog endpoint={endpoint} onClose={close} /> : null}
      {open === 'rotate' ? <RotateDialog endpointId={endpointId} onClose={close} /> : null}
      <ConfirmDialog
        isOpen={open === 'delete'}
        isDangerous
        title={m.webhooks_delete_title()}
        confirm={m.webhooks_delete()}
        cancel={m.app_cancel()}
        close={m.app_close()}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={close}
      >
        <Text size="sm">{m.webhooks_delete_about()}</Text>
      </ConfirmDialog>
    </>
  );
}

function useTest(endpointId: string) {
  const client = useQueryClient();
  const path = { endpointId };
  return useMutation({
    mutationFn: async () =>
      await officeApi.post('/v1/webhook-endpoints/{endpointId}/test', { path }),
    onSuccess: () => notifyDone(m.webhooks_test_sent()),
    onError: notifyFailure,
    onSettled: async () => await client.invalidateQueries({ queryKey: WEBHOOKS_KEY }),
  });
}

function useRemove(endpoint: WebhookEndpoint) {
  const client = useQueryClient();
  const navigate = useNavigate();
  const { endpointId } = endpoint;
  return useMutation({
    mutationFn: async () =>
      await officeApi.delete('/v1/webhook-endpoints/{endpointId}', {
        ...{ path: { endpointId }, headers: asRead(endpoint) },
      }),
    onSuccess: async () => {
      notifyDone(m.webhooks_deleted());
      await navigate({ to: '/webhooks' });
      client.removeQueries({ queryKey: endpointQuery(endpointId).queryKey });
      await client.invalidateQueries({ queryKey: WEBHOOKS_KEY });
    },
    onError: async (error) => {
      notifyFailure(error);
      await client.invalidateQueries({ queryKey: WEBHOOKS_KEY });
    },
  });
}
