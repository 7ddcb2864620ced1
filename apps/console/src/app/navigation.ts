import {
  IconCalendarEvent,
  IconChartBar,
  IconHistory,
  IconHome,
  IconKey,
  IconMail,
  IconMasksTheater,
  IconReceipt,
  IconSettings,
  type TablerIcon,
  IconUsers,
  IconWebhook,
} from '@tabler/icons-react';
import { m } from './texts.ts';
import { useMay, useMayForAll } from './use-me.ts';

/** A page that can be reached from everywhere. */
export interface Place {
  to:
    | '/'
    | '/events'
    | '/orders'
    | '/mails'
    | '/reports'
    | '/rehearsal'
    | '/team'
    | '/api-keys'
    | '/activity'
    | '/webhooks'
    | '/settings';
  label: string;
  Icon: TablerIcon;
}

/** The places that the member may go to; the most used first, since a phone shows only these. */
export function usePlaces(): Place[] {
  const may = useMay();
  const mayForAll = useMayForAll();
  const places: [Place, boolean][] = [
    [{ to: '/', label: m.app_nav_start(), Icon: IconHome }, true],
    [{ to: '/events', label: m.app_nav_events(), Icon: IconCalendarEvent }, may('events.read')],
    [{ to: '/orders', label: m.app_nav_orders(), Icon: IconReceipt }, may('orders.read')],
    [{ to: '/reports', label: m.app_nav_reports(), Icon: IconChartBar }, may('reports.read')],
    [{ to: '/mails', label: m.app_nav_mails(), Icon: IconMail }, may('orders.read')],
    [
      { to: '/rehearsal', label: m.rehearsal_title(), Icon: IconMasksTheater },
      mayForAll('sale.control'),
    ],
    [{ to: '/team', label: m.app_nav_team(), Icon: IconUsers }, mayForAll('team.write')],
    [{ to: '/api-keys', label: m.app_nav_api_keys(), Icon: IconKey }, mayForAll('team.write')],
    [{ to: '/activity', label: m.app_nav_activity(), Icon: IconHistory }, may('activity.read')],
    [
      { to: '/webhooks', label: m.webhooks_title(), Icon: IconWebhook },
      mayForAll('settings.write'),
    ],
    [
      { to: '/settings', label: m.app_nav_settings(), Icon: IconSettings },
      mayForAll('settings.write'),
    ],
  ];
  return places.flatMap(([place, isAllowed]) => (isAllowed ? [place] : []));
}
