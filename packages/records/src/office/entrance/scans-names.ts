import type { ScanAnswer, TicketAtEntrance } from '@onsale/contracts';
import type { FoundInList } from '@onsale/check-in';

/** An answer as the log keeps it. */
export function withoutNames(answer: ScanAnswer): ScanAnswer {
  return mapTickets(answer, (ticket) => {
    const { name: _, ...nameless } = ticket;
    return nameless;
  });
}

/** An answer that was kept, with the names of its tickets as they are now. */
export function withNames(answer: ScanAnswer, found: FoundInList | undefined): ScanAnswer {
  if (found === undefined) return answer;
  const { buyer, tickets } = found.order;
  return mapTickets(answer, (ticket) => {
    const name = tickets.find(({ place }) => place === ticket.place)?.holder ?? buyer;
    return name === undefined ? ticket : { ...ticket, name };
  });
}

function mapTickets(
  { ticket, others, ...answer }: ScanAnswer,
  change: (ticket: TicketAtEntrance) => TicketAtEntrance,
): ScanAnswer {
  return {
    ...answer,
    ...(ticket === undefined ? {} : { ticket: change(ticket) }),
    ...(others === undefined ? {} : { others: others.map(change) }),
  };
}
