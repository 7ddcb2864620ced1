import { onOurClock, type Order } from '@onsale/api-client';
import { useSecondsUntil } from '@onsale/ui';
import { m } from '../paraglide/messages.js';
import { CancelButton } from './CancelButton.tsx';
import { formatCountdown } from './countdown.ts';
import classes from './HoldNotice.module.css';

/** How long an order that is paid elsewhere is still held, and the way out of it. */
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
