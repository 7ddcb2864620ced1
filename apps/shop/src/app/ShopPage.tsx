import { Page } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { ColorSchemeButton } from './ColorSchemeButton.tsx';
import { settingsQuery } from './queries.ts';
import classes from './ShopPage.module.css';
import { strings } from './strings.ts';

/** A page of the shop, with the ways that lead on from everywhere. */
export function ShopPage({
  title,
  notice,
  children,
}: {
  title: string;
  notice?: ReactNode;
  children: ReactNode;
}) {
  return (
    <Page
      title={strings.title(title)}
      skipText={strings.skip}
      notice={notice}
      head={
        <>
          <Link href="/" className="brand">
            {strings.brand}
          </Link>
          <ColorSchemeButton />
        </>
      }
      foot={<Foot />}
    >
      {children}
    </Page>
  );
}

function Foot() {
  const { data: settings } = useQuery(settingsQuery);
  return (
    <>
      {strings.footer}
      {settings?.lab === true ? (
        // An application of its own.
        <a href="/lab/" className={classes.link}>
          {strings.lab}
        </a>
      ) : null}
    </>
  );
}
