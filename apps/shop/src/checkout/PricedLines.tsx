import type { ReactNode } from 'react';
import { formatPrice } from '@onsale/i18n';
import classes from './PricedLines.module.css';

/** How many of which tickets for how much, line by line; `children` are lines below. */
export function PricedLines(props: {
  lines: readonly { id: string; qty: number; name: string; total: number }[];
  currency: string;
  children?: ReactNode;
}) {
  return (
    <ul className={classes.lines}>
      {props.lines.map(({ id, qty, name, total }) => (
        <li key={id}>
          <span>
            {qty} × {name}
          </span>
          <span>{formatPrice(total, props.currency)}</span>
        </li>
      ))}
      {props.children}
    </ul>
  );
}
