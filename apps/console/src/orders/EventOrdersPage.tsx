import { ComingPage } from '../app/ComingPage.tsx';
import { m } from '../app/texts.ts';

export function EventOrdersPage() {
  return <ComingPage title={m.app_nav_orders()} />;
}
