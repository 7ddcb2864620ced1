import { Page } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import { m } from '../paraglide/messages.js';
import { SellerLinks } from '../seller/SellerLinks.tsx';
import { ColorSchemeButton } from './ColorSchemeButton.tsx';
import { LanguageSelect } from './LanguageSelect.tsx';
import { sellerQuery, settingsQuery } from './queries.ts';
import classes from './ShopPage.module.css';

/** A page of the shop, with the ways that lead on from everywhere. */
export function ShopPage({
  title,
  notice,
  keepsPlace = false,
  children,
}: {
  title: string;
  notice?: ReactNode;
  /** The page decides itself where it starts. */
  keepsPlace?: boolean;
  children: ReactNode;
}) {
  return (
    <Page
      title={m.page_title({ page: title })}
      skipText={m.skip_to_content()}
      notice={notice}
      keepsPlace={keepsPlace}
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
  const { data: seller } = useQuery(sellerQuery);
  const isNamed = seller !== undefined && seller.revision > 0;
  return (
    <div className={classes.foot}>
      <p>
        {m.footer_promise()}
        {isNamed ? ` ${m.seller_name({ name: seller.name })}.` : ''}
      </p>
      {isNamed ? <SellerLinks seller={seller} className={classes.links ?? ''} /> : null}
      <Link href="/my-orders" className={classes.link}>
        {m.footer_my_orders()}
      </Link>
      {settings?.lab === true ? (
        // An application of its own.
        <a href="/lab/" className={classes.link}>
          {m.laboratory()}
        </a>
      ) : null}
      <a href="/licences.txt" className={classes.link}>
        {m.licences()}
      </a>
      <LanguageSelect />
    </div>
  );
}
