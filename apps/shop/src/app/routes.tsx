import { ErrorBoundary } from '@onsale/ui';
import { Route, Switch } from 'wouter';
import { EventsPage } from '../browse/EventsPage.tsx';
import { CheckoutPage } from '../checkout/CheckoutPage.tsx';
import { EventPage } from '../event/EventPage.tsx';
import { OrderPage } from '../order/OrderPage.tsx';
import { BrokenPage } from './BrokenPage.tsx';
import { NotFoundPage } from './NotFoundPage.tsx';

/** The map of the shop. */
export function Routes() {
  return (
    <ErrorBoundary fallback={<BrokenPage />}>
      <Switch>
        <Route path="/" component={EventsPage} />
        <Route path="/events/:eventId" component={EventPage} />
        <Route path="/events/:eventId/checkout" component={CheckoutPage} />
        <Route path="/orders/:orderId" component={OrderPage} />
        <Route component={NotFoundPage} />
      </Switch>
    </ErrorBoundary>
  );
}
