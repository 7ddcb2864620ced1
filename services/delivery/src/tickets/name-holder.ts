import { ApiError, type HolderInput, textProblem } from '@onsale/contracts';
import {
  type EventDocument,
  HOLDER_NAMED,
  type Ledger,
  nameHolder,
  type Order,
  type TicketPosition,
} from '@onsale/ledger';
import { namesUntilOf } from './show-tickets.ts';

/**
 * Puts a name on a ticket at the wish of its buyer, which makes its earlier code invalid. Throws `ApiError` when
 * that is not possible.
 */
export async function nameOneHolder(
  ledger: Ledger,
  { order, event }: { order: Order; event: EventDocument | undefined },
  { ticket, name }: { ticket: TicketPosition } & HolderInput,
): Promise<void> {
  const problem = textProblem(name);
  if (problem !== undefined) throw invalidName(problem);
  if (namesUntilOf(event, Date.now()) === undefined) {
    throw new ApiError(
      'NAMES_CLOSED',
      'the names on tickets of this event can no longer be changed',
    );
  }
  const change = { ticket, name: name.trim(), cause: HOLDER_NAMED };
  const result = await nameHolder(ledger, order.id, change);
  switch (result) {
    case 'done':
    case 'already':
      return;
    case 'no-such-ticket':
      throw new ApiError('TICKET_NOT_FOUND', 'the order has no such ticket');
    case 'ticket-refunded':
      throw new ApiError('NO_TICKETS', 'the ticket was refunded');
    case 'no-such-order':
      throw new ApiError('ORDER_NOT_FOUND', 'there is no order with this id');
    case 'changed':
      throw new ApiError('OVERLOADED', 'the order is being changed; try again', { retryAfterS: 1 });
    default: {
      const status = typeof result === 'object' ? result.refused : 'unknown';
      throw new ApiError('NO_TICKETS', `the order is ${status}, and has no tickets`);
    }
  }
}

function invalidName(message: string): ApiError {
  const details = [{ path: 'name', message }];
  return new ApiError('INVALID_REQUEST', `name ${message}`, { details });
}
