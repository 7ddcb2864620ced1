import { type ReactNode, useEffect, useRef } from 'react';
import { m } from '../paraglide/messages.js';
import { Icon } from './Icon.tsx';
import classes from './SheetScreen.module.css';

/** What lies over the camera until it is closed: by its button, Escape, or the phone's way back. */
export function SheetScreen({
  title,
  top,
  onClose,
  children,
}: {
  title: string;
  /** What stays in its place when the rest is scrolled. */
  top?: ReactNode;
  onClose: () => void;
  children: ReactNode;
}) {
  const heading = useRef<HTMLHeadingElement>(null);
  useEffect(() => {
    // A field that wants the focus has it already.
    if (document.activeElement === document.body) heading.current?.focus();
  }, []);
  useEffect(() => {
    const follow = ({ key }: KeyboardEvent) => {
      if (key === 'Escape') onClose();
    };
    addEventListener('keydown', follow);
    return () => removeEventListener('keydown', follow);
  }, [onClose]);
  return (
    <section className={classes.sheet} aria-label={title}>
      <header className={classes.head}>
        <h1 ref={heading} tabIndex={-1}>
          {title}
        </h1>
        <button type="button" className={classes.close} onClick={onClose}>
          <Icon name="close" className={classes.icon} />
          <span className="unseen">{m.sheet_close()}</span>
        </button>
      </header>
      {top === undefined ? null : <div className={classes.top}>{top}</div>}
      {/* What is scrolled must be what a keyboard can scroll. */}
      {/* oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex */}
      <div className={classes.rest} tabIndex={0}>
        {children}
      </div>
    </section>
  );
}
