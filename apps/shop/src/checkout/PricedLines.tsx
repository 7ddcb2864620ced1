import type { ReactNode } from 'react';
import classes from './PricedLines.module.css';

/** Tickets of one type, and what they cost together. */
export interface PricedLine {
  id: string;
  qty: number;
  name: string;
  /** Of all of them, in words. */
  price: string;
  remark?: string;
}

/** How many of which tickets for how much, line by line; `children` are lines below. */
export function PricedLines(props: { lines: readonly PricedLine[]; children?: ReactNode }) {
  return (
    <ul className={classes.lines}>
      {props.lines.map(({ id, qty, name, price, remark }) => (
        <li key={id}>
          <span>
            {qty} × {name}
            {remark === undefined ? null : <small className={classes.remark}>{remark}</small>}
          </span>
          <span>{price}</span>
        </li>
      ))}
      {props.children}
    </ul>
  );
}
