import { officeApi } from '@onsale/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { m } from '../app/texts.ts';
import { MAILS_KEY } from './mails-queries.ts';

/** Sends a mail again, or the tickets of an order. Asked twice in half a minute, it leaves once. */
export function useResend() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: async (what: { mailId: string } | { orderId: string }) =>
      'mailId' in what
        ? await officeApi.post('/v1/mails/{mailId}/resend', { path: what })
        : await officeApi.post('/v1/orders/{orderId}/mail', { path: what }),
    onSuccess: async ({ email }) => {
      await queries.invalidateQueries({ queryKey: MAILS_KEY });
      notifyDone(m.mails_resent({ email }));
    },
    onError: notifyFailure,
  });
}
