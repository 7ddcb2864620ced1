import { ApiError, type CreateOrderRequest, type ErrorCode } from '@onsale/contracts';
import type { Placement } from '@onsale/ledger';
import { admissionRequired } from '../admission/admissions.ts';
import { refuseCode, unknownCode } from '../codes/refuse-code.ts';
import { overloaded } from './order-placer.ts';

type Refused = Exclude<Placement, { outcome: 'placed' | 'duplicate' }>;

/** The error for an order that was not placed. */
export function refusePlacement(
  items: CreateOrderRequest['items'],
  placement: Refused,
  eventId: string,
): ApiError {
  switch (placement.outcome) {
    case 'sold-out': {
      const { ticketId, remaining } = placement;
      const left = remaining === 0 ? 'is sold out' : `has only ${remaining} left`;
      return refuseTicket('SOLD_OUT', items, { ticketId, message: `${ticketId} ${left}` });
    }
    case 'held-by-others': {
      const { ticketId, remaining } = placement;
      const left = remaining === 0 ? 'none' : `only ${remaining}`;
      const message =
        `${ticketId} has ${left} left at the moment: others hold the rest and have yet to pay. ` +
        'Try again later';
      return refuseTicket('HELD_BY_OTHERS', items, { ticketId, message });
    }
    case 'not-on-sale': {
      const { ticketId } = placement;
      return refuseTicket('NOT_ON_SALE', items, { ticketId, message: notOnSale(placement) });
    }
    case 'key-reused':
      return new ApiError(
        'IDEMPOTENCY_KEY_REUSED',
        'this Idempotency-Key was used for another order; make a new one for each purchase',
      );
    case 'backlog-full':
      return overloaded('too many orders are waiting');
    case 'no-admission':
      return admissionRequired(eventId);
    case 'code':
      // Switched off, or removed, since it was read.
      if (placement.why === 'gone') return unknownCode();
      return refuseCode(placement.why);
    default:
      placement satisfies { outcome: 'no-stock' };
      return new ApiError(
        'DATA_LOST',
        'the order books of this shop are not in Redis; nothing was ordered',
        { retryAfterS: 30 },
      );
  }
}

function notOnSale({
  ticketId,
  why,
  fromMs,
}: Extract<Placement, { outcome: 'not-on-sale' }>): string {
  switch (why) {
    case 'early':
      return fromMs === undefined
        ? `the sale of ${ticketId} has not begun`
        : `the sale of ${ticketId} begins at ${new Date(fromMs).toISOString()}`;
    case 'over':
      return `the sale of ${ticketId} is over`;
    case 'paused':
      return 'the sale of this event is paused; try again later';
    case 'closed':
      return 'the sale of this event is closed';
    case 'cancelled':
      return 'this event was cancelled';
    default:
      why satisfies 'draft' | 'archived' | 'gone';
      return 'this event is not on sale';
  }
}

function refuseTicket(
  code: ErrorCode,
  items: CreateOrderRequest['items'],
  { ticketId, message }: { ticketId: string; message: string },
): ApiError {
  const index = items.findIndex((item) => item.ticketId === ticketId);
  return new ApiError(code, message, { details: [{ path: `items[${index}]`, message }] });
}
