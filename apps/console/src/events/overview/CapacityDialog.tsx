import { Alert, Button, Group, Modal, SegmentedControl, Stack, Text } from '@mantine/core';
import { officeApi, type OfficeEvent } from '@onsale/api-client';
import { formatCount } from '@onsale/i18n';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, wordsOfFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { noteEvent } from '../event-queries.ts';
import { CountField } from '../fields/CountField.tsx';

/** What there is more or less of: a ticket type or a pool, and its books. */
export interface CapacityOf {
  of: 'ticket' | 'pool';
  id: string;
  name: string;
  capacity: number;
  remaining: number;
}

/** Offers more tickets, or fewer; two who do so at once add up. */
export function CapacityDialog({
  event: { eventId },
  what,
  onClose,
}: {
  event: OfficeEvent;
  what: CapacityOf;
  onClose: () => void;
}) {
  const [sign, setSign] = useState<'add' | 'take'>('add');
  const [count, setCount] = useState<number | string>('');
  const by = (sign === 'add' ? 1 : -1) * wholeOf(count);
  const after = formatCount(what.capacity + by);
  const isTooMany = -by > what.remaining;
  const change = useChange(eventId, what);
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.events_capacity_title({ name: what.name })}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      <form
        onSubmit={(submit) => {
          submit.preventDefault();
          if (by !== 0 && !isTooMany) change.mutate(by, { onSuccess: onClose });
        }}
      >
        <Stack>
          <SegmentedControl
            aria-label={m.events_more_tickets()}
            data={[
              { value: 'add', label: m.events_capacity_add() },
              { value: 'take', label: m.events_capacity_take() },
            ]}
            value={sign}
            onChange={(value) => setSign(value)}
          />
          <CountField
            label={m.events_capacity_by()}
            value={count}
            data-autofocus
            error={
              isTooMany
                ? m.events_capacity_too_few({ count: formatCount(what.remaining) })
                : undefined
            }
            onChange={setCount}
          />
          <Text size="sm" role="status">
            {m.events_capacity_then({ before: formatCount(what.capacity), after })}
          </Text>
          {change.error === null ? null : <Alert color="bad">{wordsOfFailure(change.error)}</Alert>}
          <Group justify="flex-end">
            <Button variant="default" onClick={onClose}>
              {m.app_cancel()}
            </Button>
            <Button type="submit" loading={change.isPending} disabled={by === 0 || isTooMany}>
              {m.events_apply()}
            </Button>
          </Group>
        </Stack>
      </form>
    </Modal>
  );
}

function wholeOf(count: number | string): number {
  const found = Number(count);
  return Number.isInteger(found) && found > 0 ? found : 0;
}

function useChange(eventId: string, { of, id, name, capacity }: CapacityOf) {
  const client = useQueryClient();
  const send = async (by: number, key: string) => {
    const event = await officeApi.post('/v1/events/{eventId}/capacity', {
      path: { eventId },
      headers: { 'idempotency-key': key },
      body: { changes: [{ of, id, by }] },
    });
    noteEvent(client, event);
  };
  // One for each number that is tried: sending it again adds nothing.
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (by: number) => send(by, `${key}:${by}`),
    onSuccess: (_done, by) =>
      notifyDone(m.events_capacity_done({ name, after: formatCount(capacity + by) }), () =>
        send(-by, crypto.randomUUID()),
      ),
  });
}
