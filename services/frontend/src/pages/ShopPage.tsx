import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { settingsQuery } from '../api/queries.ts';
import { strings } from '../strings.ts';
import { Page } from '../ui/Page.tsx';
import classes from './ShopPage.module.css';

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
  const { data: settings } = useQuery(settingsQuery);
  return (
    <div className="shop">
      <Page
        title={title}
        notice={notice}
        head={
          <>
            <Link href="/" className="brand">
              {strings.brand}
            </Link>
            {settings?.lab === true ? (
              <Link href="/lab" className={classes.link}>
                {strings.lab}
              </Link>
            ) : null}
          </>
        }
      >
        {children}
      </Page>
    </div>
  );
}
