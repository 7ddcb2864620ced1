import type { Order } from '@onsale/api-client';
import { onServerClock } from '@onsale/api-client';
import { formatMinute, formatPrice } from '@onsale/i18n';
import { Facts, PaperTicket } from '@onsale/ui';
import { useQuery } from '@tanstack/react-query';
import { sellerQuery } from '../app/queries.ts';
import { m } from '../paraglide/messages.js';
import { contactLink } from '../seller/seller-texts.ts';
import { CancelButton } from './CancelButton.tsx';
import classes from './TransferPanel.module.css';

const DAY_MS = 86_400_000;
/** What was just ordered still has all of its days. */
const JUST_ORDERED_MS = 60_000;

/** A held order that is paid by bank transfer or at the desk: what, until when, and what to name. */
export function TransferPanel({ order, until }: { order: Order; until: string }) {
  const { data: seller } = useQuery(sellerQuery);
  const contact = contactLink(seller);
  const leftMs = Date.parse(until) - onServerClock() + JUST_ORDERED_MS;
  const days = Math.floor(leftMs / DAY_MS);
  return (
    <>
      <PaperTicket
        className={classes.panel}
        chosen
        body={
          <div className={classes.body}>
            <Facts
              facts={[
                { label: m.pay_amount(), value: formatPrice(order.grandTotal, order.currency) },
                {
                  label: m.pay_until(),
                  value: (
                    <>
                      {formatMinute(until)}
                      {days < 1 ? null : ` (${m.pay_days({ count: days })})`}
                    </>
                  ),
                },
                {
                  label: m.pay_reference(),
                  value: <code className={classes.reference}>{order.orderId}</code>,
                },
              ]}
            />
            <p>
              {m.pay_transfer_how()}{' '}
              {contact === undefined ? null : <a href={contact}>{m.pay_ask_seller()}</a>}
            </p>
          </div>
        }
      />
      <CancelButton orderId={order.orderId} />
    </>
  );
}
