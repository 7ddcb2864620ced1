import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cancelOrder } from '../app/queries.ts';
import { onOurClock, ApiError, type Order } from '@onsale/api-client';
import { formatCountdown } from './countdown.ts';
import { m } from '../paraglide/messages.js';
import { Button, useSecondsUntil } from '@onsale/ui';
import classes from './HoldNotice.module.css';

/** How long a held order is still held, and the way out of it. */
export function HoldNotice({ order, until }: { order: Order; until: string }) {
  const seconds = useSecondsUntil(onOurClock(until));
  if (order.paying === true) return <p className={classes.clock}>{m.order_hold_paying()}</p>;
  return (
    <>
      <p className={classes.clock} role="timer">
        {seconds === 0 ? (
          m.order_hold_over()
        ) : (
          <>
            {m.order_hold_left()} <strong>{formatCountdown(seconds)}</strong>
          </>
        )}
      </p>
      {seconds === 0 ? null : <CancelButton orderId={order.orderId} />}
    </>
  );
}

// Asks once more before the tickets are gone.
function CancelButton({ orderId }: { orderId: string }) {
  const client = useQueryClient();
  const [isSure, setSure] = useState(false);
  const { mutate, isPending, error } = useMutation({
    mutationFn: () => cancelOrder(orderId),
    onSuccess: (order) => client.setQueryData<Order>(['order', orderId], order),
    // What it is instead is shown.
    onError: () => client.invalidateQueries({ queryKey: ['order', orderId] }),
  });
  return (
    <div className={classes.cancel}>
      {isSure ? (
        <>
          <Button look="danger" disabled={isPending} onClick={() => mutate()}>
            {isPending ? m.order_cancelling() : m.order_cancel_sure()}
          </Button>
          <Button look="plain" disabled={isPending} onClick={() => setSure(false)}>
            {m.order_cancel_keep()}
          </Button>
        </>
      ) : (
        <Button look="plain" onClick={() => setSure(true)}>
          {m.order_cancel()}
        </Button>
      )}
      {error === null ? null : (
        <p className={classes.trouble} role="alert">
          {error instanceof ApiError && error.code === 'PAYMENT_UNDER_WAY'
            ? m.order_hold_paying()
            : m.order_cancel_failed()}
        </p>
      )}
    </div>
  );
}
