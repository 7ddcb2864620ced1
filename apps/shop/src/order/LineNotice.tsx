import { formatCount } from '@onsale/i18n';
import type { Order } from '@onsale/api-client';
import { useEffect, useState } from 'react';
import { m } from '../paraglide/messages.js';
import { estimateOf } from './estimate.ts';
import classes from './LineNotice.module.css';

/** Longer than nearly every order takes. */
const LONG_MS = 10_000;

/** Where a pending order stands, and how long it may take, as far as that is known. */
export function LineNotice({ line }: { line: Order['line'] }) {
  const [isLong, setLong] = useState(false);
  useEffect(() => {
    const timer = setTimeout(() => setLong(true), LONG_MS);
    return () => clearTimeout(timer);
  }, []);
  const { ahead, estimateS = null } = line ?? {};
  const wait = estimateS === null ? undefined : estimateWords(estimateS);
  return (
    <div className={classes.line}>
      {ahead === undefined ? null : (
        <p className={classes.place}>
          <strong>
            {ahead === 0 ? m.line_next() : m.line_ahead({ count: ahead, text: formatCount(ahead) })}
          </strong>{' '}
          {wait === undefined ? m.line_no_estimate() : wait}
        </p>
      )}
      <p role="status">{isLong ? m.order_pending_long() : null}</p>
    </div>
  );
}

function estimateWords(seconds: number): string {
  const { unit, count } = estimateOf(seconds);
  if (unit === 'soon') return m.line_soon();
  return unit === 'seconds' ? m.line_seconds({ count }) : m.line_minutes({ count });
}
