import { ErrorBoundary } from '@onsale/ui';
import { useEffect } from 'react';
import { Route, Switch, useLocation } from 'wouter';
import { EventsPage } from '../browse/EventsPage.tsx';
import { SELLER_TEXTS } from '../seller/seller-texts.ts';
import { BrokenPage } from './BrokenPage.tsx';
import { lazyPage } from './lazy-page.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';
import { loadTextsOf } from './texts.ts';
import { useLanguage } from './use-language.ts';

/** Whoever cuts the address of an event short looks for all of them. */
const LIST_PATHS = /^\/(?:events\/?)?$/;
const SELLER_PAGES = new RegExp(`^/(?:${SELLER_TEXTS.join('|')})/?$`);

const event = lazyPage(async () => {
  const [{ EventPage }] = await Promise.all([
    import('../event/EventPage.tsx'),
    loadTextsOf('event'),
  ]);
  return EventPage;
});
const checkout = lazyPage(async () => {
  const [{ CheckoutPage }] = await Promise.all([
    import('../checkout/CheckoutPage.tsx'),
    loadTextsOf('checkout'),
  ]);
  return CheckoutPage;
});
const order = lazyPage(async () => {
  const [{ OrderPage }] = await Promise.all([
    import('../order/OrderPage.tsx'),
    loadTextsOf('order'),
  ]);
  return OrderPage;
});
const myOrders = lazyPage(async () => {
  const [{ MyOrdersPage }] = await Promise.all([
    import('../my-orders/MyOrdersPage.tsx'),
    loadTextsOf('links'),
  ]);
  return MyOrdersPage;
});
const optOut = lazyPage(async () => {
  const [{ OptOutPage }] = await Promise.all([
    import('../my-orders/OptOutPage.tsx'),
    loadTextsOf('links'),
  ]);
  return OptOutPage;
});
const seller = lazyPage(async () => (await import('../seller/SellerPage.tsx')).SellerPage);

/** The map of the shop. */
export function Routes() {
  // All that is below is drawn again in another language.
  useLanguage();
  const [path] = useLocation();
  useEffect(() => whenIdle(nextPageOf(path).preload), [path]);
  return (
    <ErrorBoundary fallback={<BrokenPage />} resetKey={path}>
      <Switch>
        <Route path={LIST_PATHS} component={EventsPage} />
        <Route path="/events/:eventId" component={event.Page} />
        <Route path="/events/:eventId/checkout" component={checkout.Page} />
        <Route path="/orders/:orderId" component={order.Page} />
        <Route path="/my-orders" component={myOrders.Page} />
        <Route path="/opt-out" component={optOut.Page} />
        <Route path={SELLER_PAGES} component={seller.Page} />
        <Route component={NotFoundPage} />
      </Switch>
    </ErrorBoundary>
  );
}

// Where most buyers go from here.
function nextPageOf(path: string) {
  if (path.endsWith('/checkout')) return order;
  return path.startsWith('/events/') ? checkout : event;
}

// Not every browser tells when it is idle.
function whenIdle(run: () => void): () => void {
  if (typeof requestIdleCallback === 'undefined') {
    const timer = setTimeout(run, 1000);
    return () => clearTimeout(timer);
  }
  const request = requestIdleCallback(run);
  return () => cancelIdleCallback(request);
}
