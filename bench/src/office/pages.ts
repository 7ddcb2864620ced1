import type { OpenSeason } from './open-season.ts';

/** What each page of the console asks for, the nth time that it is opened. */
export function pagesOf({ season, lastDay }: OpenSeason): Record<string, (n: number) => string> {
  const { eventIds, samples } = season;
  const event = (n: number) => eventIds[(n * 37) % eventIds.length]!;
  const order = (n: number) => samples[(n * 37) % samples.length]!.orderId;
  const monthOf = (n: number) => {
    const end = new Date(Date.parse(lastDay) - n * 86_400_000);
    const start = new Date(end.getTime() - 30 * 86_400_000);
    return `from=${day(start)}&to=${day(end)}`;
  };
  return {
    'start page': () => '/v1/start',
    'list of events': (n) => `/v1/events?when=${['upcoming', 'past', 'all'][n % 3]}`,
    'an event': (n) => `/v1/events/${event(n)}`,
    'live sale of an event': (n) => `/v1/events/${event(n)}/sale`,
    'estimate of a cancellation': (n) => `/v1/events/${event(n)}/cancellation/estimate`,
    'newest orders': () => '/v1/orders',
    'orders of an event': (n) => `/v1/orders?eventId=${event(n)}`,
    'refunded orders of an event': (n) => `/v1/orders?eventId=${event(n)}&refunded=true`,
    'expired orders': (n) => `/v1/orders?status=expired&limit=${50 + (n % 50)}`,
    'confirmed orders of a month': (n) => {
      const end = new Date(Date.parse(lastDay) - n * 86_400_000);
      const start = new Date(end.getTime() - 30 * 86_400_000);
      return `/v1/orders?status=confirmed&from=${start.toISOString()}&to=${end.toISOString()}`;
    },
    'orders of the box office': (n) => `/v1/orders?source=box_office&limit=${50 + (n % 50)}`,
    'orders of an event that were sold at the desk': (n) =>
      `/v1/orders?eventId=${event(n)}&source=box_office`,
    'orders of an event by name': (n) => `/v1/orders?eventId=${event(n)}&q=anna`,
    'later orders': (n) => `/v1/orders?cursor=${order(n)}`,
    'an order': (n) => `/v1/orders/${order(n)}`,
    'rejected orders of an event': (n) => `/v1/events/${event(n)}/rejections`,
    'sales of the season': () => '/v1/reports/sales',
    'sales of an event': (n) => `/v1/reports/sales?eventId=${event(n)}`,
    'sales of a month': (n) => `/v1/reports/sales?${monthOf(n)}`,
    'payments of the season': () => '/v1/reports/payments',
    'payments of an event': (n) => `/v1/reports/payments?eventId=${event(n)}`,
    'payments of a month': (n) => `/v1/reports/payments?${monthOf(n)}`,
    'messages of an event': (n) => `/v1/events/${event(n)}/messages`,
    activity: () => '/v1/activity',
    'activity of an event': (n) => `/v1/activity?eventId=${event(n)}`,
    team: () => '/v1/members',
    'API keys': () => '/v1/api-keys',
    settings: () => '/v1/settings',
  };
}

function day(date: Date): string {
  return date.toISOString().slice(0, 10);
}
