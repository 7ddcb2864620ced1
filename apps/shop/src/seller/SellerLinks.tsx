import type { Seller } from '@onsale/api-client';
import { Link } from 'wouter';
import { m } from '../paraglide/messages.js';
import { contactLink, SELLER_TEXTS, sellerLink } from './seller-texts.ts';
import { titleOf } from './title-of.ts';

/** The links to what the seller has published, for the foot of each page. */
export function SellerLinks({ seller, className }: { seller: Seller; className?: string }) {
  const contact = contactLink(seller);
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
      {contact === undefined ? null : (
        <li>
          <a href={contact}>{m.seller_contact()}</a>
        </li>
      )}
    </ul>
  );
}
