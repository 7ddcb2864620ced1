import type { CodeOffer, EventDetails, Ticket } from '@onsale/api-client';
import { Button, Notice } from '@onsale/ui';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState } from 'react';
import { Link } from 'wouter';
import { eventQuery, settingsQuery } from '../app/queries.ts';
import { limitsWith } from '../code/offer.ts';
import { fitToStock, limitsOf } from '../event/basket.ts';
import { orderedBefore } from '../event/ordered-before.ts';
import { useBasket } from '../event/use-basket.ts';
import { m } from '../paraglide/messages.js';
import { CheckoutForm } from './CheckoutForm.tsx';
import { LostNotice } from './LostNotice.tsx';
import { orderLines } from './order-lines.ts';
import { endPurchase } from './purchase.ts';
import { usePurchase } from './use-purchase.ts';

export interface CheckoutProps {
  event: EventDetails;
  /** Those that the code opens among them. */
  tickets: Ticket[];
  offer: CodeOffer | undefined;
  /** When each was read last: Unix time in ms. */
  eventReadMs: number;
  ticketsReadMs: number;
}

/** The form, once there is something to order; from then on it stays, whatever the stock does. */
export function Checkout(props: CheckoutProps) {
  const { event, tickets, offer } = props;
  const client = useQueryClient();
  const { data: settings } = useQuery(settingsQuery);
  const [basket] = useBasket();
  const purchase = usePurchase(event.id);
  const limits = limitsWith(offer, limitsOf(event, settings?.maxQtyPerOrder), event.maxPerCustomer);
  const fitted = fitToStock(basket, tickets, limits);
  const chosen = orderLines(purchase.state, { basket, fitted, tickets });

  const [hasOpened, setOpened] = useState(false);
  const isOpen = hasOpened || chosen.lines.length > 0 || chosen.kept !== undefined;
  if (isOpen && !hasOpened) setOpened(true);

  // A ticket type that is closed or gone may be the sign of an event that is: it says why.
  const isClosing = fitted.changes.some(({ kind }) => kind === 'closed' || kind === 'unknown');
  useEffect(() => {
    if (isClosing) void client.invalidateQueries({ queryKey: eventQuery(event.id).queryKey });
  }, [isClosing, event.id, client]);

  // As it was when the page was opened: what this page itself orders does not change it.
  const [placed, setPlaced] = useState(() => orderedBefore(event.id, basket));
  if (placed !== undefined) {
    const orderAgain = () => {
      endPurchase({ eventId: event.id, orderId: placed });
      setPlaced(undefined);
    };
    return (
      <Notice title={m.checkout_already()} text={m.checkout_already_text()}>
        <Link href={`/orders/${encodeURIComponent(placed)}`}>{m.basket_see_order()}</Link>
        <Button look="plain" onClick={orderAgain}>
          {m.checkout_again()}
        </Button>
      </Notice>
    );
  }
  if (basket.size === 0 && !isOpen) {
    return <Notice title={m.checkout_nothing()} text={m.checkout_nothing_text()} />;
  }
  return (
    <>
      <LostNotice event={event} changes={chosen.changes} hasRest={chosen.lines.length > 0} />
      {isOpen ? (
        <CheckoutForm
          {...props}
          {...{ limits, chosen, purchase }}
          methodsOfShop={settings?.paymentMethods ?? []}
        />
      ) : null}
    </>
  );
}
