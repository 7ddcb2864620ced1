import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { settingsQuery } from './api/queries.ts';
import { BrokenPage } from './pages/BrokenPage.tsx';
import { CheckoutPage } from './pages/CheckoutPage.tsx';
import { EventPage } from './pages/EventPage.tsx';
import { EventsPage } from './pages/EventsPage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';
import { OrderPage } from './pages/OrderPage.tsx';
import { Fallible } from './ui/Fallible.tsx';

const LabPage = lazy(async () => ({ default: (await import('./lab/LabPage.tsx')).LabPage }));

/** The map of the site. The shop is loaded as a whole, so that no step of a purchase needs more. */
export function Routes() {
  return (
    <Fallible fallback={<BrokenPage />}>
      <Switch>
        <Route path="/" component={EventsPage} />
        <Route path="/events/:eventId" component={EventPage} />
        <Route path="/events/:eventId/checkout" component={CheckoutPage} />
        <Route path="/orders/:orderId" component={OrderPage} />
        <Route path="/lab" component={Laboratory} />
        <Route component={NotFoundPage} />
      </Switch>
    </Fallible>
  );
}

// Where it is closed, it is not even asked for.
function Laboratory() {
  const { data: settings } = useQuery(settingsQuery);
  if (settings === undefined) return null;
  if (!settings.lab) return <NotFoundPage />;
  return (
    <Suspense fallback={null}>
      <LabPage />
    </Suspense>
  );
}
