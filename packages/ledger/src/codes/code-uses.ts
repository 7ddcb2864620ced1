import type { Code } from './code.ts';

/** Whether a ticket type can be ordered only with this code, or with it before the sale begins. */
export function givesAccess({ access }: Code, ticketId: string): boolean {
  return access?.includes(ticketId) === true;
}

/**
 * How many uses of a code an order of these lines takes; 0 when the code does nothing for any of them. Where each
 * ticket is a use, those count that it gives access to or discounts. uses_of_bill in codes.lua gives as many back.
 */
export function usesOf(code: Code, lines: readonly { ticketId: string; qty: number }[]): number {
  const tickets = lines
    .filter(({ ticketId }) => isMeant(code, ticketId))
    .reduce((sum, { qty }) => sum + qty, 0);
  return code.unit === 'order' ? Math.min(1, tickets) : tickets;
}

// A code that only allows more tickets in an order is meant for all of them.
function isMeant(code: Code, ticketId: string): boolean {
  const { access, percent, amountMinor, discounted } = code;
  const discounts = percent !== undefined || amountMinor !== undefined;
  if (access === undefined && !discounts) return true;
  if (givesAccess(code, ticketId)) return true;
  return discounts && (discounted === undefined || discounted.includes(ticketId));
}
