import type { ComponentProps, ReactNode } from 'react';
import classes from './PaperTicket.module.css';

/**
 * A paper ticket: punched corners, and a stub that hangs on by a perforation. The stub is at the
 * right, on a narrow screen at the bottom (`placed="below"`: always at the bottom).
 */
export function PaperTicket({
  body,
  stub,
  placed = 'beside',
  pressed = false,
  chosen = false,
  className = '',
  ...rest
}: Omit<ComponentProps<'article'>, 'children'> & {
  body: ReactNode;
  stub?: ReactNode;
  placed?: 'beside' | 'below';
  /** Paper that is used up, such as what is sold out. */
  pressed?: boolean;
  /** Marked along its edge, the stub too where that lies below. */
  chosen?: boolean;
}) {
  return (
    <article
      className={`${classes.ticket} ${className}`}
      data-placed={placed}
      data-pressed={pressed}
      data-chosen={chosen}
      data-whole={stub === undefined}
      {...rest}
    >
      <div className={classes.body}>{body}</div>
      {stub === undefined ? null : <div className={classes.stub}>{stub}</div>}
    </article>
  );
}
