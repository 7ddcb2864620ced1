import { Button } from '@onsale/ui';
import type { Order } from '@onsale/contracts';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { m } from '../paraglide/messages.js';
import { HoldNotice } from './HoldNotice.tsx';
import classes from './OrderNext.module.css';
import { isOpen } from './is-open.ts';
import { wordsOf } from './words-of-order.ts';

/** Longer than nearly every order takes. */
const LONG_MS = 10_000;
const COPIED_MS = 2000;
/** Whoever got nothing, or gave it up, may want to try again. */
const GONE: ReadonlySet<Order['status']> = new Set(['rejected', 'expired', 'cancelled']);

/** What happens next, and what the buyer can do. */
export function OrderNext({ order, isPolled }: { order: Order; isPolled: boolean }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  const isPending = order.status === 'pending';
  const isWaiting = isOpen(order);
  return (
    <section className={classes.next}>
      <h2>{m.order_next()}</h2>
      {order.status === 'held' && order.holdUntil !== undefined ? (
        <HoldNotice order={order} until={order.holdUntil} />
      ) : null}
      <ul>
        {wordsOf(order).next.map((sentence) => (
          <li key={sentence}>{sentence}</li>
        ))}
        {isPending && isLong ? <li role="status">{m.order_pending_long()}</li> : null}
      </ul>
      {isWaiting ? (
        <p className={classes.live}>{isPolled ? m.order_polling() : m.order_live()}</p>
      ) : null}
      <div className={classes.actions}>
        {order.status === 'confirmed' ? (
          <Button onClick={() => window.print()}>{m.order_print()}</Button>
        ) : null}
        {GONE.has(order.status) ? (
          <Link href={`/events/${encodeURIComponent(order.eventId)}`}>
            {m.order_back_to_event()}
          </Link>
        ) : (
          <CopyButton />
        )}
      </div>
    </section>
  );
}

function CopyButton() {
  const [copied, setCopied] = useState(false);
  useEffect(() => {
    if (!copied) return undefined;
    const timer = setTimeout(() => setCopied(false), COPIED_MS);
    return () => clearTimeout(timer);
  }, [copied]);
  // Only pages that came by https, or from this machine, may copy.
  if (!window.isSecureContext) return null;
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(window.location.href);
      setCopied(true);
    } catch {
      // The visitor has forbidden it: the address stands above the page all the same.
      setCopied(false);
    }
  };
  return (
    <Button look="plain" onClick={() => void copy()}>
      <span role="status">{copied ? m.order_copied() : m.order_copy()}</span>
    </Button>
  );
}
