import type { ShopPreview } from '@onsale/api-client';
import type { Settings } from '../app/queries.ts';

/** A shop without limits or payment methods of its own. */
const SETTINGS: Settings = { lab: false, maxQtyPerOrder: 10, paymentMethods: [] };

/** Answers what the shop's pages ask as a gateway would that has this one event, and takes no orders. */
export function answerFrom(preview: () => ShopPreview | undefined): typeof fetch {
  return async (input, { method = 'GET' } = {}) => {
    const shown = preview();
    const path =
      typeof input === 'string' ? input : input instanceof URL ? input.pathname : input.url;
    if (shown === undefined || method !== 'GET') {
      const refusal = { error: 'this is a preview', code: 'NOT_ON_SALE', details: [] };
      return Response.json(refusal, { status: 409 });
    }
    const answer = answerTo(path.replace(/\?.*/, ''), shown);
    if (answer !== undefined) return Response.json(answer);
    const refusal = { error: 'it is not in this preview', code: 'NOT_FOUND', details: [] };
    return Response.json(refusal, { status: 404 });
  };
}

function answerTo(path: string, { event, seller }: ShopPreview): object | undefined {
  if (path === '/config.json') return SETTINGS;
  if (path === '/api/v1/seller') return seller;
  if (path === '/api/v1/tickets') return { tickets: event.tickets };
  if (path === '/api/v1/events') return { events: [event], categories: [], cities: [] };
  return path === `/api/v1/events/${encodeURIComponent(event.id)}` ? event : undefined;
}
