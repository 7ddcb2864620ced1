import type { LiveSale } from '@onsale/api-client';
import { useLiveEvent } from '../app/use-live-event.ts';

/** The sale of an event as it runs; `isOld` while the connection is lost. */
export function useLiveSale(eventId: string): { sale: LiveSale | undefined; isOld: boolean } {
  const { told, isOld } = useLiveEvent(eventId, 'sale/stream');
  return { sale: told, isOld };
}
