import { type ReactNode, useEffect, useRef } from 'react';
import classes from './Page.module.css';

/** A visitor who has just come is read the page from its top; later ones are told where they are. */
let isFirstPage = true;

/**
 * What all pages share: the head with its links, one main part, the foot. Names the window after
 * the page, and when a page replaces another, starts at its top with the focus on its headline.
 */
export function Page({
  title,
  skipText,
  head,
  notice,
  foot,
  keepsPlace = false,
  children,
}: {
  /** Of the window. */
  title: string;
  /** Of the link that leads past the head. */
  skipText: string;
  head?: ReactNode;
  /** Above everything, for as long as it lasts. */
  notice?: ReactNode;
  foot?: ReactNode;
  /** Where it starts and what has the focus is decided by what it shows. */
  keepsPlace?: boolean;
  children: ReactNode;
}) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = title;
  }, [title]);
  useEffect(() => {
    if (!isFirstPage && !keepsPlace) {
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    isFirstPage = false;
    // Once, when the page comes.
    // oxlint-disable-next-line react/exhaustive-deps
  }, []);
  return (
    <div className={classes.page}>
      <a className={classes.skip} href="#main">
        {skipText}
      </a>
      <header className={classes.head}>{head}</header>
      {notice}
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <footer className={classes.foot}>{foot}</footer>
    </div>
  );
}
