import { ApiError, type OrderDetail, type Tagged } from '@onsale/api-client';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { notifyDone, notifyFailure } from '../app/notify.tsx';
import { orderQuery, ORDERS_KEY } from './orders-queries.ts';

/** What a change must name. */
export interface OrderChangeHeaders {
  /** The state of the order that the member has seen, for what is edited. */
  ifMatch: { 'if-match': string };
  /** The purpose for which the dialog was opened, for what moves money. */
  moveMoney: { 'idempotency-key': string };
}

/**
 * A change of an order by a dialog. When it is made, the page shows the order as it is then, `told` says
 * so, and the dialog is closed; when somebody else has changed the order, the new state is read, and the member
 * sends the change again. `onRefused` may show the error at a field; otherwise it is told.
 */
export function useOrderChange<Values>(options: {
  orderId: string;
  send: (values: Values, headers: OrderChangeHeaders) => Promise<unknown>;
  told: (values: Values) => string;
  onClose: () => void;
  onRefused?: (error: unknown) => void;
}) {
  const { orderId, send, told, onClose, onRefused = notifyFailure } = options;
  const queries = useQueryClient();
  // One dialog is one purpose, however often its button is pressed.
  const [key] = useState(() => crypto.randomUUID());
  const refresh = () => queries.invalidateQueries({ queryKey: ORDERS_KEY });
  const change = useMutation({
    mutationFn: async (values: Values) => {
      const seen = queries.getQueryData<Tagged<OrderDetail>>(orderQuery(orderId).queryKey);
      return await send(values, {
        ifMatch: { 'if-match': seen?.etag ?? '' },
        moveMoney: { 'idempotency-key': key },
      });
    },
    onSuccess: async (_, values) => {
      await refresh();
      notifyDone(told(values));
      onClose();
    },
    onError: async (error) => {
      if (isChangedMeanwhile(error)) await refresh();
      else onRefused(error);
    },
  });
  return {
    make: (values: Values) => change.mutate(values),
    isBusy: change.isPending,
    /** Whether the last try met a change by somebody else. */
    isChangedMeanwhile: isChangedMeanwhile(change.error),
  };
}

function isChangedMeanwhile(error: unknown): boolean {
  return error instanceof ApiError && error.code === 'ETAG_MISMATCH';
}
