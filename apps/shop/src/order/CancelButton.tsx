import type { Order } from '@onsale/api-client';
import { Button } from '@onsale/ui';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cancelOrder } from '../app/queries.ts';
import { m } from '../paraglide/messages.js';
import classes from './HoldNotice.module.css';

/** Gives a held order up. Asks once more before the tickets are gone. */
export function CancelButton({ orderId }: { orderId: string }) {
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  const { mutate, isPending, data, error } = useMutation({
    mutationFn: () => cancelOrder(orderId),
    onSuccess: (order) => client.setQueryData<Order>(['order', orderId], order),
    // What it is instead is shown.
    onError: () => client.invalidateQueries({ queryKey: ['order', orderId] }),
  });
  // An open payment page is closed first, and what was paid on it meanwhile counts.
  if (data?.status === 'held') {
    return (
      <p className={classes.cancel} role="status">
        {m.order_cancelling()}
      </p>
    );
  }
  return (
    <div className={classes.cancel}>
      {isSure ? (
        <Button look="danger" disabled={isPending} onClick={() => mutate()}>
          {isPending ? m.order_cancelling() : m.order_cancel_sure()}
        </Button>
      ) : null}
      {/* One button for both, so that the focus stays, and is on what changes nothing. */}
      <Button look="plain" disabled={isPending} onClick={() => setSure(!isSure)}>
        {isSure ? m.order_cancel_keep() : m.order_cancel()}
      </Button>
      {error === null ? null : (
        <p className={classes.trouble} role="alert">
          {m.order_cancel_failed()}
        </p>
      )}
    </div>
  );
}
