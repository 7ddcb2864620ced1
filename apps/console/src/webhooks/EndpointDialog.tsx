import { officeApi, type WebhookEndpoint, type WebhookEndpointInput } from '@onsale/api-client';
import { Button, Checkbox, Group, Modal, Stack, Switch, Text, TextInput } from '@mantine/core';
import { useForm } from '@mantine/form';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { asRead } from '../app/as-read.ts';
import { notifyDone } from '../app/notify.tsx';
import { showErrors } from '../app/show-errors.ts';
import { m } from '../app/texts.ts';
import { SecretView } from './SecretView.tsx';
import { WEBHOOKS_KEY } from './webhooks-queries.ts';
import { WEBHOOK_TYPES, wordsOfType } from './words-of-webhook.ts';

/** Adds an endpoint, and shows its secret once; or changes one. */
export function EndpointDialog({
  endpoint,
  onClose,
}: {
  endpoint?: WebhookEndpoint;
  onClose: () => void;
}) {
  const client = useQueryClient();
  const [secret, setSecret] = useState<string>();
  const form = useForm<Required<WebhookEndpointInput>>({
    initialValues: {
      url: endpoint?.url ?? '',
      description: endpoint?.description ?? '',
      types: endpoint?.types ?? [...WEBHOOK_TYPES],
      isOn: endpoint?.isOn ?? true,
    },
    validate: {
      url: (url) => (/^https?:\/\/./.test(url.trim()) ? null : m.webhooks_url_wrong()),
      types: (types) => (types.length === 0 ? m.webhooks_types_missing() : null),
    },
  });
  const save = useMutation({
    mutationFn: async (values: typeof form.values) => {
      const body = { ...values, url: values.url.trim(), description: values.description.trim() };
      if (endpoint === undefined) {
        return (await officeApi.post('/v1/webhook-endpoints', { body })).secret;
      }
      const { endpointId } = endpoint;
      await officeApi.put('/v1/webhook-endpoints/{endpointId}', {
        ...{ path: { endpointId }, headers: asRead(endpoint), body },
      });
      return undefined;
    },
    onSuccess: async (made) => {
      await client.invalidateQueries({ queryKey: WEBHOOKS_KEY });
      if (made !== undefined) {
        setSecret(made);
        return;
      }
      notifyDone(m.webhooks_saved());
      onClose();
    },
    onError: (error) => showErrors(form as never, error),
  });
  return (
    <Modal
      opened
      onClose={onClose}
      title={endpoint === undefined ? m.webhooks_add() : m.webhooks_edit_title()}
      // A secret that was shown once must not vanish by a slip.
      closeOnClickOutside={secret === undefined}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      {secret === undefined ? (
        <form onSubmit={form.onSubmit((values) => save.mutate(values))}>
          <Stack>
            <TextInput
              label={m.webhooks_url()}
              description={m.webhooks_url_hint()}
              placeholder="https://"
              type="url"
              data-autofocus
              autoComplete="off"
              {...form.getInputProps('url')}
            />
            <TextInput
              label={m.webhooks_description()}
              description={m.webhooks_description_hint()}
              maxLength={200}
              autoComplete="off"
              {...form.getInputProps('description')}
            />
            <Checkbox.Group label={m.webhooks_types()} {...form.getInputProps('types')}>
              <TypeList label={m.webhooks_types_orders()} start="order." />
              <TypeList label={m.webhooks_types_events()} start="event." />
            </Checkbox.Group>
            {endpoint === undefined ? null : (
              <Switch
                label={m.webhooks_is_on()}
                {...form.getInputProps('isOn', { type: 'checkbox' })}
              />
            )}
            <Group justify="flex-end">
              <Button variant="default" onClick={onClose}>
                {m.app_cancel()}
              </Button>
              <Button type="submit" loading={save.isPending}>
                {endpoint === undefined ? m.webhooks_add() : m.app_save()}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <SecretView secret={secret} onClose={onClose} />
      )}
    </Modal>
  );
}

function TypeList({ label, start }: { label: string; start: string }) {
  return (
    <Stack gap={6} mt="xs">
      <Text size="sm" c="dimmed">
        {label}
      </Text>
      {WEBHOOK_TYPES.filter((type) => type.startsWith(start)).map((type) => (
        <Checkbox key={type} value={type} label={wordsOfType(type)} description={type} />
      ))}
    </Stack>
  );
}
