import type { Seller } from '@onsale/api-client';
import { Link } from 'wouter';
import { m } from '../paraglide/messages.js';
import { SELLER_TEXTS, sellerLink } from './seller-texts.ts';
import { titleOf } from './title-of.ts';

/** The links to what the seller has published, for the foot of each page. */
export function SellerLinks({ seller, className }: { seller: Seller; className?: string }) {
  return (
    <ul className={className}>
      {SELLER_TEXTS.map((name) => {
        const href = sellerLink(seller, name);
        if (href === undefined) return null;
        return (
          <li key={name}>
            {href.startsWith('/') ? (
              <Link href={href}>{titleOf(name)}</Link>
            ) : (
              <a href={href}>{titleOf(name)}</a>
            )}
          </li>
        );
      })}
      {seller.contactEmail === undefined ? null : (
        <li>
          <a href={`mailto:${encodeURIComponent(seller.contactEmail).replace('%40', '@')}`}>
            {m.seller_contact()}
          </a>
        </li>
      )}
    </ul>
  );
}
