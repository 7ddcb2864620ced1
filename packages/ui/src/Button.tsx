import type { ComponentProps } from 'react';
import classes from './Button.module.css';

/** A button; `plain` for what is not the main thing to do, `danger` for what can't be undone. */
export function Button({
  look = 'main',
  wide = false,
  className = '',
  ...rest
}: ComponentProps<'button'> & {
  look?: 'main' | 'plain' | 'danger';
  /** As wide as its place. */
  wide?: boolean;
}) {
  return (
    <button
      type="button"
      className={`${classes.button} ${className}`}
      data-look={look}
      data-wide={wide}
      {...rest}
    />
  );
}
