import { ActionIcon, Button, Menu } from '@mantine/core';
import { IconCalendarRepeat, IconDots, IconLock, IconTrash } from '@tabler/icons-react';
import { IconBan } from '@tabler/icons-react';
import type { OfficeEvent } from '@onsale/api-client';
import type { SaleStep } from '@onsale/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { Link, useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { useMay, useMayForAll } from '../../app/use-me.ts';
import { DuplicateDialog } from '../duplicate/DuplicateDialog.tsx';
import { deleteEvent, eventQuery } from '../event-queries.ts';
import { ConfirmDialog } from '../../ui/ConfirmDialog.tsx';
import { useStep } from './use-step.ts';

const WORDS: Record<SaleStep, () => string> = {
  publish: () => m.events_publish(),
  pause: () => m.events_pause(),
  resume: () => m.events_resume(),
  close: () => m.events_close(),
  reopen: () => m.events_reopen(),
};

/** Those that stand on a button of their own: the one that is wanted next. */
const NEXT: readonly SaleStep[] = ['publish', 'pause', 'resume', 'reopen'];

type Dialog = 'publish' | 'close' | 'delete' | 'duplicate';

/** What can be done with an event: the next step in one press, the rest in a menu. */
export function EventActions({ event }: { event: OfficeEvent }) {
  const [dialog, setDialog] = useState<Dialog>();
  const may = useMay();
  const mayForAll = useMayForAll();
  const step = useStep(event);
  const remove = useRemove(event);
  const { eventId, status, steps } = event;
  const { name } = event.event;
  const next = may('sale.control', eventId) ? NEXT.find((each) => steps.includes(each)) : undefined;
  const mayClose = may('sale.control', eventId) && steps.includes('close');
  const mayDelete = may('events.write', eventId) && status === 'draft';
  const mayDuplicate = mayForAll('events.write');
  const mayCancel = may('orders.refund', eventId) && /^(on_sale|paused|closed)$/.test(status);
  const close = () => setDialog(undefined);
  const words = { cancel: m.app_cancel(), close: m.app_close() };
  const take = (chosen: SaleStep) => step.mutate(chosen, { onSettled: close });
  return (
    <>
      {next === undefined ? null : (
        <Button
          loading={step.isPending}
          variant={next === 'pause' ? 'default' : 'filled'}
          onClick={() => (next === 'publish' ? setDialog('publish') : take(next))}
        >
          {WORDS[next]()}
        </Button>
      )}
      {mayClose || mayDelete || mayDuplicate || mayCancel ? (
        <Menu position="bottom-end" width={240} shadow="md">
          <Menu.Target>
            <ActionIcon variant="default" size={36} aria-label={m.events_more()}>
              <IconDots size={20} aria-hidden />
            </ActionIcon>
          </Menu.Target>
          <Menu.Dropdown>
            {mayDuplicate ? (
              <Menu.Item
                leftSection={<IconCalendarRepeat size={18} aria-hidden />}
                onClick={() => setDialog('duplicate')}
              >
                {m.events_duplicate()}
              </Menu.Item>
            ) : null}
            {mayClose ? (
              <Menu.Item
                leftSection={<IconLock size={18} aria-hidden />}
                onClick={() => setDialog('close')}
              >
                {m.events_close()}
              </Menu.Item>
            ) : null}
            {mayCancel ? (
              <Menu.Item
                color="bad"
                leftSection={<IconBan size={18} aria-hidden />}
                renderRoot={(props) => (
                  <Link to="/events/$eventId/sale" params={{ eventId }} {...props} />
                )}
              >
                {m.events_cancel_event()}
              </Menu.Item>
            ) : null}
            {mayDelete ? (
              <Menu.Item
                color="bad"
                leftSection={<IconTrash size={18} aria-hidden />}
                onClick={() => setDialog('delete')}
              >
                {m.events_delete()}
              </Menu.Item>
            ) : null}
          </Menu.Dropdown>
        </Menu>
      ) : null}
      <ConfirmDialog
        {...words}
        isOpen={dialog === 'publish'}
        title={m.events_publish_title({ name })}
        confirm={m.events_publish()}
        isBusy={step.isPending}
        onConfirm={() => take('publish')}
        onClose={close}
      >
        {m.events_publish_text()}
      </ConfirmDialog>
      <ConfirmDialog
        {...words}
        isOpen={dialog === 'close'}
        title={m.events_close_title({ name })}
        confirm={m.events_close()}
        isBusy={step.isPending}
        onConfirm={() => take('close')}
        onClose={close}
      >
        {m.events_close_text()}
      </ConfirmDialog>
      <ConfirmDialog
        {...words}
        isDangerous
        isOpen={dialog === 'delete'}
        title={m.events_delete_title({ name })}
        confirm={m.events_delete()}
        isBusy={remove.isPending}
        onConfirm={() => remove.mutate()}
        onClose={close}
      >
        {m.events_delete_text()}
      </ConfirmDialog>
      {dialog === 'duplicate' ? <DuplicateDialog event={event} onClose={close} /> : null}
    </>
  );
}

function useRemove(event: OfficeEvent) {
  const client = useQueryClient();
  const navigate = useNavigate();
  return useMutation({
    mutationFn: () => deleteEvent(event),
    onError: notifyFailure,
    onSuccess: async () => {
      notifyDone(m.events_done_delete());
      await navigate({ to: '/events' });
      client.removeQueries({ queryKey: eventQuery(event.eventId).queryKey });
      await client.invalidateQueries({ queryKey: ['events'] });
    },
  });
}
