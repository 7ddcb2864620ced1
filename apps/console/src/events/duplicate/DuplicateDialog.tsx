import { Alert, Button, Group, List, Modal, ScrollArea, SegmentedControl } from '@mantine/core';
import { Stack, Text, TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { officeApi, type OfficeEvent } from '@onsale/api-client';
import { daysLater, wallClockOf } from '@onsale/i18n';
import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { notifyDone, wordsOfFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { CountField } from '../fields/CountField.tsx';
import { MomentField } from '../fields/MomentField.tsx';
import { zoneOf } from '../form/event-form.ts';
import { startOf } from '../words-of-event.ts';

const PAUSE_MS = 300;
/** So many weeks at first. */
const WEEKS = 4;
/** The office makes no more at once. */
const MOST = 60;

/** Copies an event to other dates, all of which are shown before. */
export function DuplicateDialog({ event, onClose }: { event: OfficeEvent; onClose: () => void }) {
  const timeZone = zoneOf(event.event);
  const [how, setHow] = useState<'once' | 'weekly'>('once');
  const [first, setFirst] = useState(() =>
    daysLater(wallClockOf(event.event.startsAt, timeZone), 7).slice(0, 16),
  );
  const [weeks, setWeeks] = useState<number | string>(WEEKS);
  const [name, setName] = useState(event.event.name);
  const wanted = {
    first,
    count: how === 'once' ? 1 : Math.min(MOST, Math.max(1, Math.round(Number(weeks)) || 1)),
    ...(name.trim() === '' ? {} : { name: name.trim() }),
  };
  const [settled] = useDebouncedValue(wanted, PAUSE_MS);
  const { eventId } = event;
  const preview = useQuery({
    queryKey: ['event', eventId, 'duplicates', settled.first, settled.count, settled.name],
    queryFn: ({ signal }) =>
      officeApi.post('/v1/events/{eventId}/duplicates/preview', {
        ...{ path: { eventId }, body: settled, signal },
      }),
    enabled: settled.first !== '',
    placeholderData: keepPreviousData,
  });
  const make = useMake(event, onClose);
  const error = make.error ?? preview.error;
  const copies = preview.data?.items ?? [];
  return (
    <Modal
      opened
      onClose={onClose}
      title={m.events_duplicate_title({ name: event.event.name })}
      closeButtonProps={{ 'aria-label': m.app_close() }}
    >
      <Stack>
        <Text size="sm">{m.events_duplicate_text({ zone: timeZone })}</Text>
        <TextInput
          label={m.events_name()}
          value={name}
          maxLength={1000}
          onChange={({ currentTarget }) => setName(currentTarget.value)}
        />
        <SegmentedControl
          aria-label={m.events_duplicate_how()}
          data={[
            { value: 'once', label: m.events_duplicate_once() },
            { value: 'weekly', label: m.events_duplicate_weekly() },
          ]}
          value={how}
          onChange={(value) => setHow(value)}
        />
        <MomentField
          label={m.events_duplicate_starts()}
          timeZone={timeZone}
          value={first}
          onChange={({ currentTarget }) => setFirst(currentTarget.value)}
        />
        {how === 'weekly' ? (
          <CountField label={m.events_duplicate_times()} value={weeks} onChange={setWeeks} />
        ) : null}
        {error === null ? null : <Alert color="bad">{wordsOfFailure(error)}</Alert>}
        <div>
          <Text fw={600}>{m.events_duplicate_dates()}</Text>
          <ScrollArea.Autosize mah="14rem" tabIndex={0}>
            <List size="sm" type="ordered">
              {copies.map((copy) => (
                <List.Item key={copy.eventId}>{startOf(copy)}</List.Item>
              ))}
            </List>
          </ScrollArea.Autosize>
        </div>
        <Group justify="flex-end">
          <Button variant="default" onClick={onClose}>
            {m.app_cancel()}
          </Button>
          <Button
            loading={make.isPending}
            disabled={copies.length === 0 || preview.isPlaceholderData}
            onClick={() => make.mutate(settled)}
          >
            {m.events_duplicate_make({ count: copies.length })}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}

function useMake({ eventId }: OfficeEvent, onClose: () => void) {
  const client = useQueryClient();
  const navigate = useNavigate();
  // One for each dialog: a request that is repeated makes no second copies.
  const [key] = useState(() => crypto.randomUUID());
  return useMutation({
    mutationFn: (body: { first: string; count: number; name?: string }) =>
      officeApi.post('/v1/events/{eventId}/duplicates', {
        ...{ path: { eventId }, headers: { 'idempotency-key': key }, body },
      }),
    onSuccess: async ({ items }) => {
      notifyDone(m.events_duplicate_done({ count: items.length }));
      await client.invalidateQueries({ queryKey: ['events'] });
      onClose();
      const [only] = items;
      if (items.length === 1 && only !== undefined) {
        await navigate({ to: '/events/$eventId/edit', params: { eventId: only.eventId } });
      } else {
        await navigate({ to: '/events', search: { status: 'draft', when: 'all' } });
      }
    },
  });
}
