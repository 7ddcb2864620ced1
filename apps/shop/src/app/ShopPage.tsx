import { Page } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { LanguageSelect } from './LanguageSelect.tsx';
import { ColorSchemeButton } from './ColorSchemeButton.tsx';
import { settingsQuery } from './queries.ts';
import classes from './ShopPage.module.css';
import { m } from '../paraglide/messages.js';

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
      title={m.page_title({ page: title })}
      skipText={m.skip_to_content()}
      notice={notice}
      head={
        <>
          <Link href="/" className="brand">
            {m.brand()}
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
    <div className={classes.foot}>
      <p>{m.footer_promise()}</p>
      {settings?.lab === true ? (
        // An application of its own.
        <a href="/lab/" className={classes.link}>
          {m.laboratory()}
        </a>
      ) : null}
      <LanguageSelect />
    </div>
  );
}
