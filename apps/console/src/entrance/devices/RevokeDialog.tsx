import { Stack, Text } from '@mantine/core';
import { type Device, officeApi } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { useMutation } from '@tanstack/react-query';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';

/** Signs a device out for good; one that nobody has signed in yet can no longer be. */
export function RevokeDialog({ device, onClose }: { device: Device; onClose: () => void }) {
  const { eventId, deviceId, name, state, waiting } = device;
  const revoke = useMutation({
    mutationFn: () =>
      officeApi.post('/v1/events/{eventId}/devices/{deviceId}/revoke', {
        path: { eventId, deviceId },
      }),
    onSuccess: () => {
      notifyDone(m.entrance_revoked({ name }));
      onClose();
    },
    onError: notifyFailure,
  });
  return (
    <ConfirmDialog
      isOpen
      isDangerous
      title={m.entrance_revoke_title({ name })}
      confirm={m.entrance_revoke()}
      cancel={m.app_cancel()}
      close={m.app_close()}
      isBusy={revoke.isPending}
      onConfirm={() => revoke.mutate()}
      onClose={onClose}
    >
      {state === 'invited' ? (
        <Text size="sm">{m.entrance_revoke_invited()}</Text>
      ) : (
        <Stack gap="xs">
          <Text size="sm">{m.entrance_revoke_text()}</Text>
          {waiting === 0 ? null : (
            <Text size="sm" fw={600}>
              {m.entrance_revoke_waiting({ count: waiting, text: formatCount(waiting) })}
            </Text>
          )}
        </Stack>
      )}
    </ConfirmDialog>
  );
}
