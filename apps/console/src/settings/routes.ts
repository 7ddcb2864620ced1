import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { teamRoute } from '../app/root-route.tsx';

const settingsRoute = createRoute({
  getParentRoute: () => teamRoute,
  path: '/settings',
  validateSearch: ({ tab }: Record<string, unknown>): { tab?: 'office' } =>
    tab === 'office' ? { tab } : {},
  component: lazyRouteComponent(() => import('./SettingsPage.tsx'), 'SettingsPage'),
});

/** What the seller says of the shop as a whole. */
export const settingsRoutes = [settingsRoute] as const;
