import { officeApi } from '@onsale/api-client';
import { Button, Group, Modal, Radio, Stack, Text } from '@mantine/core';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { SecretView } from './SecretView.tsx';
import { WEBHOOKS_KEY } from './webhooks-queries.ts';

/** Makes a new secret for an endpoint, and shows it once. */
export function RotateDialog({ endpointId, onClose }: { endpointId: string; onClose: () => void }) {
  const client = useQueryClient();
  const [hours, setHours] = useState('24');
  const rotate = useMutation({
    mutationFn: async () =>
      await officeApi.post('/v1/webhook-endpoints/{endpointId}/secret', {
        path: { endpointId },
        body: { earlierEndsInHours: Number(hours) },
      }),
    onSuccess: async () => await client.invalidateQueries({ queryKey: WEBHOOKS_KEY }),
    onError: notifyFailure,
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.webhooks_rotate_title()}
      closeOnClickOutside={rotate.data === undefined}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      {rotate.data === undefined ? (
        <form
          onSubmit={(event) => {
            event.preventDefault();
            rotate.mutate();
          }}
        >
          <Stack>
            <Text size="sm">{m.webhooks_rotate_about()}</Text>
            <Radio.Group label={m.webhooks_rotate_ends()} value={hours} onChange={setHours}>
              <Stack gap="xs" mt={4}>
                <Radio value="24" label={m.webhooks_rotate_day()} />
                <Radio value="168" label={m.webhooks_rotate_week()} />
                <Radio value="0" label={m.webhooks_rotate_now()} />
              </Stack>
            </Radio.Group>
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {m.app_cancel()}
              </Button>
              <Button type="submit" loading={rotate.isPending}>
                {m.webhooks_rotate()}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <SecretView secret={rotate.data.secret} onClose={onClose} />
      )}
    </Modal>
  );
}
