import type { OfficeEvent } from '@onsale/api-client';
import type { SaleStep } from '@onsale/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyDone, notifyFailure } from '../../app/notify.tsx';
import { m } from '../../app/texts.ts';
import { noteEvent, takeStep } from '../event-queries.ts';

/** What takes a step back; publishing is for good. */
const BACK: Partial<Record<SaleStep, SaleStep>> = {
  pause: 'resume',
  resume: 'pause',
  close: 'reopen',
  reopen: 'close',
};

const DONE: Record<SaleStep, (name: string) => string> = {
  publish: (name) => m.events_published({ name }),
  pause: () => m.events_done_pause(),
  resume: () => m.events_done_resume(),
  close: () => m.events_done_close(),
  reopen: () => m.events_done_reopen(),
};

/** Takes steps in the life of an event, each of which can be taken back for a while, if it can at all. */
export function useStep({ eventId, event: { name } }: OfficeEvent) {
  const client = useQueryClient();
  const take = async (step: SaleStep) => noteEvent(client, await takeStep(eventId, step));
  return useMutation({
    mutationFn: take,
    onError: notifyFailure,
    onSuccess: (_done, step) => {
      const back = BACK[step];
      notifyDone(DONE[step](name), back === undefined ? undefined : () => take(back));
    },
  });
}
