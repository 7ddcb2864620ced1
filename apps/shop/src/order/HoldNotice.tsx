import type { Order } from '@onsale/contracts';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { cancelOrder } from '../app/queries.ts';
import { onOurClock, ApiError } from '@onsale/api-client';
import { formatCountdown } from './countdown.ts';
import { strings } from '../app/strings.ts';
import { Button, useSecondsUntil } from '@onsale/ui';
import classes from './HoldNotice.module.css';

const words = strings.order.hold;

/** How long a held order is still held, and the way out of it. */
export function HoldNotice({ order, until }: { order: Order; until: string }) {
  const seconds = useSecondsUntil(onOurClock(until));
  if (order.paying === true) return <p className={classes.clock}>{words.paying}</p>;
  return (
    <>
      <p className={classes.clock} role="timer">
        {seconds === 0 ? (
          words.over
        ) : (
          <>
            {words.left} <strong>{formatCountdown(seconds)}</strong>
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
            {isPending ? words.cancelling : words.cancelSure}
          </Button>
          <Button look="plain" disabled={isPending} onClick={() => setSure(false)}>
            {words.keep}
          </Button>
        </>
      ) : (
        <Button look="plain" onClick={() => setSure(true)}>
          {words.cancel}
        </Button>
      )}
      {error === null ? null : (
        <p className={classes.trouble} role="alert">
          {error instanceof ApiError && error.status < 500
            ? `${error.message}.`
            : words.cancelFailed}
        </p>
      )}
    </div>
  );
}
