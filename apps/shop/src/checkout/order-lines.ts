import type { CreateOrderRequest, Ticket } from '@onsale/api-client';
import type { Basket, FittedBasket, PickedLine } from '../event/basket.ts';
import { isSameChoice } from '../event/ordered-before.ts';
import { refusalOf } from './refusal.ts';
import type { PurchaseState } from './use-purchase.ts';

/** What the summary shows and the button orders. */
export interface OrderLines extends Pick<FittedBasket, 'lines' | 'changes'> {
  /** The order that goes on as it is, whatever the stock says by now. */
  kept?: CreateOrderRequest;
}

/**
 * The chosen tickets as far as they are there, unless an order is on its way: then its own, since what
 * it takes may well be the last. The same goes for one that may have arrived, and for one that was
 * refused because others hold the tickets; but for these the choice wins once it was changed.
 */
export function orderLines(
  state: PurchaseState,
  choice: { basket: Basket; fitted: FittedBasket; tickets: readonly Ticket[] },
): OrderLines {
  const { basket, fitted, tickets } = choice;
  const kept = keptOrder(state);
  const isBinding = kept !== undefined && (isMoving(state) || isSameChoice(kept, basket));
  if (!isBinding) return { lines: fitted.lines, changes: fitted.changes };
  return { lines: linesOf(kept, tickets), changes: [], kept };
}

function keptOrder(state: PurchaseState): CreateOrderRequest | undefined {
  switch (state.step) {
    case 'sending':
    case 'waiting':
    case 'placed':
      return state.order;
    case 'stopped':
      return state.isUnclear ? state.order : undefined;
    case 'refused':
      return refusalOf(state.error.code) === 'held-by-others' ? state.order : undefined;
    default:
      state.step satisfies 'idle';
      return undefined;
  }
}

function isMoving({ step }: PurchaseState): boolean {
  return step !== 'stopped' && step !== 'refused';
}

// A ticket type that the event does not have any more can't be drawn.
function linesOf({ items }: CreateOrderRequest, tickets: readonly Ticket[]): PickedLine[] {
  return items.flatMap(({ ticketId, qty }) => {
    const ticket = tickets.find(({ id }) => id === ticketId);
    return ticket === undefined ? [] : [{ ticket, qty }];
  });
}
