import { Loading, Notice, PaperTicket } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import { useLocation } from 'wouter';
import { sellerQuery } from '../app/queries.ts';
import { ShopPage } from '../app/ShopPage.tsx';
import { TroubleNotice } from '../app/TroubleNotice.tsx';
import { m } from '../paraglide/messages.js';
import { SELLER_TEXTS, sellerText } from './seller-texts.ts';
import classes from './SellerPage.module.css';
import { SellerText } from './SellerText.tsx';
import { titleOf } from './title-of.ts';

/** `/terms`, `/refunds`, `/imprint`, `/privacy`, `/accessibility`: what the seller says of the shop. */
export function SellerPage() {
  const [path] = useLocation();
  const name = SELLER_TEXTS.find((each) => path.startsWith(`/${each}`)) ?? 'imprint';
  const query = useQuery(sellerQuery);
  const seller = query.data;
  const text = seller && sellerText(seller, name);
  const title = titleOf(name);
  return (
    <ShopPage title={title} notice={<TroubleNotice query={query} />}>
      {seller === undefined ? (
        <>
          <h1 className="unseen">{title}</h1>
          <Loading tickets={1} words={{ text: m.loading(), slow: m.loading_slow() }} />
        </>
      ) : (
        <PaperTicket
          body={
            <div className={classes.body}>
              <h1>{title}</h1>
              <p className={classes.seller}>
                {seller.name}
                {name === 'terms' && seller.terms !== undefined
                  ? ` · ${m.seller_version({ version: seller.terms.version })}`
                  : ''}
              </p>
              {text === undefined ? (
                <Notice title={m.seller_no_text()} />
              ) : (
                <SellerText text={withoutTitle(text, title)} />
              )}
            </div>
          }
        />
      )}
    </ShopPage>
  );
}

// Many a text begins with the headline that the page has already.
function withoutTitle(text: string, title: string): string {
  const [, first = ''] = /^\s*#\s+(.+)/.exec(text) ?? [];
  return first.trim().toLowerCase() === title.toLowerCase() ? text.replace(/^\s*#.*\n*/, '') : text;
}
