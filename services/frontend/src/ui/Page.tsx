import { useMantineColorScheme } from '@mantine/core';
import { type ReactNode, useEffect, useRef } from 'react';
import { strings } from '../strings.ts';
import classes from './Page.module.css';

/** A visitor who has just come is read the page from its top; later ones are told where they are. */
let isFirstPage = true;

/**
 * What all pages share: the head with its links, one main part, the foot. Names the window after
 * the page, and when a page replaces another, starts at its top with the focus on its headline.
 */
export function Page({
  title,
  head,
  notice,
  children,
}: {
  title: string;
  /** Links beside the name of the shop. */
  head?: ReactNode;
  /** Above everything, for as long as it lasts. */
  notice?: ReactNode;
  children: ReactNode;
}) {
  const main = useRef<HTMLElement>(null);
  useEffect(() => {
    document.title = strings.title(title);
  }, [title]);
  useEffect(() => {
    if (!isFirstPage) {
      window.scrollTo(0, 0);
      main.current?.focus({ preventScroll: true });
    }
    isFirstPage = false;
  }, []);
  return (
    <div className={classes.page}>
      <a className={classes.skip} href="#main">
        {strings.skip}
      </a>
      <header className={classes.head}>
        {head}
        <SchemeButton />
      </header>
      {notice}
      <main id="main" ref={main} tabIndex={-1} className={classes.main}>
        {children}
      </main>
      <footer className={classes.foot}>{strings.footer}</footer>
    </div>
  );
}

const SCHEMES = ['auto', 'light', 'dark'] as const;
const SIGNS = { auto: '◐', light: '○', dark: '●' } as const;

function SchemeButton() {
  const { colorScheme, setColorScheme } = useMantineColorScheme({
    // Without it Mantine writes a style element, which the policy of the page forbids.
    keepTransitions: true,
  });
  const next = SCHEMES[(SCHEMES.indexOf(colorScheme) + 1) % SCHEMES.length] ?? 'auto';
  return (
    <button
      type="button"
      className={classes.scheme}
      aria-label={strings.scheme[colorScheme]}
      title={strings.scheme[colorScheme]}
      onClick={() => setColorScheme(next)}
    >
      <span aria-hidden="true">{SIGNS[colorScheme]}</span>
    </button>
  );
}
