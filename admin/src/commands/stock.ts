import { applyCatalog, readCatalog, type TicketType, ticketsOf } from '@onsale/ledger';
import { type Command, UsageError } from '../command.ts';

/**
 * Raises the capacity of a ticket type in a new version of the catalog. `--from` makes it safe to
 * repeat: it names the capacity the tickets are added to.
 */
export const stockAddCommand: Command = {
  usage: 'stock add TICKET N --from CAPACITY',
  summary: 'adds N tickets to a ticket type with this capacity; a second run adds nothing',
  options: { from: { type: 'string' } },
  words: { least: 2, most: 2 },
  async run({ openLedger, print }, { words, options }) {
    const [ticketId = '', count] = words;
    const added = positive('N', count);
    const ledger = await openLedger();
    const catalog = await readCatalog(ledger);
    const ticket = catalog && ticketsOf(catalog).find(({ id }) => id === ticketId);
    if (catalog === undefined || ticket === undefined) {
      throw new UsageError(`${ticketId} is not a ticket type of the current catalog`);
    }
    if (options['from'] === undefined) throw new UsageError(askForCapacity(ticket, added));
    const from = positive('--from', String(options['from']));
    if (ticket.capacity === from + added) {
      print(`${ticketId} already has a capacity of ${ticket.capacity}; nothing was added`);
      return 0;
    }
    if (ticket.capacity !== from) {
      print(`${ticketId} has a capacity of ${ticket.capacity}, not ${from}; nothing was added`);
      return 1;
    }
    const capacity = from + added;
    const version = catalog.version + 1;
    const events = catalog.events.map((event) => ({
      ...event,
      tickets: event.tickets.map((type) => (type.id === ticketId ? { ...type, capacity } : type)),
    }));
    await applyCatalog(ledger, { version, events });
    print(
      `${ticketId} has a capacity of ${capacity}; version ${version} of the catalog is in force`,
    );
    print(
      `Put both into the catalog file, with a version above ${version}, before applying it again.`,
    );
    return 0;
  },
};

function askForCapacity(ticket: TicketType, added: number): string {
  return (
    `${ticket.id} has a capacity of ${ticket.capacity}. To make it ${ticket.capacity + added}, run:\n` +
    `  stock add ${ticket.id} ${added} --from ${ticket.capacity}`
  );
}

function positive(name: string, text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text) || Number(text) === 0) {
    throw new UsageError(`${name} must be a whole number of tickets, not ${JSON.stringify(text)}`);
  }
  return Number(text);
}
