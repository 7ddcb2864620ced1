import type { TicketBooks } from '@onsale/api-client';

/** The books of a ticket type, and whether they hold. */
export interface CheckedBooks extends TicketBooks {
  /** capacity - (sold + held + remaining); 0 when the promise holds. */
  missing: number;
  holds: boolean;
}

/** Adds up by itself what the server says, so that the page believes nobody. */
export function checkBooks(tickets: readonly TicketBooks[]): CheckedBooks[] {
  return tickets.map((books) => {
    const { capacity, remaining, held, sold } = books;
    const missing = capacity - (sold + held + remaining);
    return { ...books, missing, holds: missing === 0 && Math.min(remaining, held, sold) >= 0 };
  });
}

/** All ticket types together. */
export function sumBooks(
  tickets: readonly TicketBooks[],
): Omit<CheckedBooks, 'ticketId' | 'holds'> {
  const sum = (of: (books: TicketBooks) => number) =>
    tickets.reduce((total, books) => total + of(books), 0);
  const capacity = sum((books) => books.capacity);
  const remaining = sum((books) => books.remaining);
  const held = sum((books) => books.held);
  const sold = sum((books) => books.sold);
  return { capacity, remaining, held, sold, missing: capacity - (sold + held + remaining) };
}
