import { lazy, Suspense } from 'react';
import { Route, Switch } from 'wouter';
import { EventsPage } from './pages/EventsPage.tsx';
import { NotFoundPage } from './pages/NotFoundPage.tsx';

const LabPage = lazy(async () => ({ default: (await import('./lab/LabPage.tsx')).LabPage }));

/** The map of the site. */
export function Routes() {
  return (
    <Suspense fallback={null}>
      <Switch>
        <Route path="/" component={EventsPage} />
        <Route path="/lab" component={LabPage} />
        <Route component={NotFoundPage} />
      </Switch>
    </Suspense>
  );
}
