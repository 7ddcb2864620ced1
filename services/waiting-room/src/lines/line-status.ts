import type { LineStatus } from '@onsale/contracts';
import {
  admissionFromOf,
  type LinePhase,
  type LineSettings,
  salesWindowOf,
  type StoredEvent,
} from '@onsale/ledger';
import type { ShopState } from '../pace/judge-shop.ts';
import type { TicketsLeft } from './tickets-left.ts';

/** What the status of a line follows from. */
export interface LineFacts {
  event: StoredEvent;
  phase: LinePhase;
  settings: LineSettings;
  shop: ShopState;
  tickets: Pick<TicketsLeft, 'remaining' | 'held'>;
  nowMs: number;
}

/** What a line is doing, as everybody is told. */
export function statusOf({ event, phase, settings, shop, tickets, nowMs }: LineFacts): LineStatus {
  if (settings.isClosed || hasEnded(event, nowMs)) return 'closed';
  if (phase === 'none' && !isToBeOpen(event, nowMs)) return 'off';
  if (phase !== 'none' && phase !== 'open') return phase;
  if (tickets.remaining + tickets.held === 0) return 'sold_out';
  if (settings.isPaused || event.status === 'paused') return 'paused';
  return shop.is === 'down' ? 'halted' : 'open';
}

// Orders need an admission already, and the next step opens the line: it was put up, or taken away, a moment ago.
function isToBeOpen({ document }: StoredEvent, nowMs: number): boolean {
  const from = admissionFromOf(document);
  return typeof from === 'number' && nowMs >= from;
}

/** Whether nothing of an event will be sold any more, as things stand. */
export function hasEnded({ document, status }: StoredEvent, nowMs: number): boolean {
  if (status !== 'on_sale' && status !== 'paused') return true;
  const { toMs } = salesWindowOf(document);
  return toMs !== 0 && nowMs >= toMs;
}
