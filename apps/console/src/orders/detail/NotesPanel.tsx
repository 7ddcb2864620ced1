import { type OrderDetail, type OrderNote, officeApi } from '@onsale/api-client';
import { formatMinute } from '@onsale/i18n';
import { ActionIcon, Button, Group, Stack, Text, Textarea } from '@mantine/core';
import { useForm } from '@mantine/form';
import { IconTrash } from '@tabler/icons-react';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { showErrors } from '../../app/show-errors.ts';
import { m } from '../../app/texts.ts';
import { useMay } from '../../app/use-me.ts';
import { Panel } from '../../ui/Panel.tsx';
import { ORDERS_KEY } from '../orders-queries.ts';

/** What the team has written about the order. */
export function NotesPanel({ detail }: { detail: OrderDetail }) {
  const { order, notes } = detail;
  const mayWrite = useMay()('orders.write', order.eventId);
  return (
    <Panel title={m.orders_notes_title()}>
      <Stack gap="sm">
        {notes.length === 0 ? (
          <Text size="sm" c="dimmed">
            {m.orders_notes_none()}
          </Text>
        ) : null}
        {notes.map((note) => (
          <Note key={note.noteId} note={note} orderId={order.orderId} mayWrite={mayWrite} />
        ))}
        {mayWrite ? <NoteForm orderId={order.orderId} /> : null}
      </Stack>
    </Panel>
  );
}

function Note({
  note,
  orderId,
  mayWrite,
}: {
  note: OrderNote;
  orderId: string;
  mayWrite: boolean;
}) {
  const queries = useQueryClient();
  const refresh = () => queries.invalidateQueries({ queryKey: ORDERS_KEY });
  const remove = useMutation({
    mutationFn: () =>
      officeApi.delete('/v1/orders/{orderId}/notes/{noteId}', {
        path: { orderId, noteId: String(note.noteId) },
      }),
    onSuccess: async () => {
      await refresh();
      notifyDone(m.orders_note_removed(), async () => {
        await addNote(orderId, note.text);
        await refresh();
      });
    },
    onError: notifyFailure,
  });
  return (
    <Group justify="space-between" align="flex-start" wrap="nowrap">
      <div>
        <Text style={{ whiteSpace: 'pre-wrap', overflowWrap: 'anywhere' }}>{note.text}</Text>
        <Text size="sm" c="dimmed">
          {m.orders_note_by({ name: note.by, time: formatMinute(note.at) })}
        </Text>
      </div>
      {mayWrite ? (
        <ActionIcon
          aria-label={m.orders_note_remove()}
          loading={remove.isPending}
          onClick={() => remove.mutate()}
        >
          <IconTrash size={18} aria-hidden />
        </ActionIcon>
      ) : null}
    </Group>
  );
}

function NoteForm({ orderId }: { orderId: string }) {
  const queries = useQueryClient();
  const form = useForm({ mode: 'uncontrolled', initialValues: { text: '' } });
  const add = useMutation({
    mutationFn: ({ text }: { text: string }) => addNote(orderId, text),
    onSuccess: async () => {
      form.reset();
      await queries.invalidateQueries({ queryKey: ORDERS_KEY });
      notifyDone(m.orders_note_added());
    },
    onError: (error) => showErrors(form, error),
  });
  return (
    <form onSubmit={form.onSubmit((values) => add.mutate(values))}>
      <Textarea
        label={m.orders_note_text()}
        autosize
        minRows={2}
        maxLength={2000}
        required
        key={form.key('text')}
        {...form.getInputProps('text')}
      />
      <Button type="submit" variant="default" mt="xs" loading={add.isPending}>
        {m.orders_note_add()}
      </Button>
    </form>
  );
}

async function addNote(orderId: string, text: string) {
  return await officeApi.post('/v1/orders/{orderId}/notes', { path: { orderId }, body: { text } });
}
