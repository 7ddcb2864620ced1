import { Button, Group, Modal, Stack, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { officeApi } from '@onsale/api-client';
import { useMutation } from '@tanstack/react-query';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { EntranceSelect } from '../EntranceSelect.tsx';
import { useEntrance, useEntrances } from '../use-entrance.ts';
import { CodeView } from './CodeView.tsx';

interface Asked {
  entranceId: string;
  name: string;
}

/** Asks where a device is to stand, then shows the code by which it signs in, this once. */
export function AddDeviceDialog({ onClose }: { onClose: () => void }) {
  const { eventId, progress } = useEntrance();
  const entrances = useEntrances();
  const form = useForm<Asked>({ initialValues: { entranceId: '', name: '' } });
  // Most events have one entrance, and nobody wants to choose it.
  const entranceId = form.values.entranceId || (entrances[0]?.entranceId ?? '');
  // One without a name gets a number, in the language of whoever adds it.
  const number = (progress?.devices.length ?? 0) + 1;
  const add = useMutation({
    mutationFn: ({ name }: Asked) =>
      officeApi.post('/v1/events/{eventId}/devices', {
        path: { eventId },
        body: { entranceId, name: name.trim() || m.entrance_device_numbered({ number }) },
      }),
    onError: (error) => showErrors(form, error),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.entrance_add_device()}
      closeButtonProps={{ 'aria-label': m.app_close() }}
      // A code that is shown once must not vanish by a slip.
      closeOnClickOutside={add.data === undefined}
    >
      {add.data === undefined ? (
        <form onSubmit={form.onSubmit((values) => add.mutate(values))} noValidate>
          <Stack>
            <EntranceSelect
              description={m.entrance_device_entrance_hint()}
              allowDeselect={false}
              {...form.getInputProps('entranceId')}
              value={entranceId}
            />
            <TextInput
              label={m.entrance_device_name()}
              description={m.entrance_device_name_hint()}
              placeholder={m.entrance_device_name_example()}
              maxLength={60}
              autoComplete="off"
              data-autofocus
              {...form.getInputProps('name')}
            />
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {m.app_cancel()}
              </Button>
              <Button type="submit" loading={add.isPending} disabled={entranceId === ''}>
                {m.entrance_device_show_code()}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <CodeView
          key={add.data.device.deviceId}
          made={add.data}
          onAnother={() => {
            form.setFieldValue('name', '');
            add.reset();
          }}
          onClose={onClose}
        />
      )}
    </Modal>
  );
}
