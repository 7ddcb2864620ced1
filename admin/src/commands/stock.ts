import { addStock, findEventOf } from '@onsale/ledger';
import { type Command, UsageError } from '../command.ts';

/**
 * Raises the capacity of a ticket type. `--from` makes it safe to repeat: it names the capacity the
 * tickets are added to.
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
    if (options['from'] === undefined) {
      const event = await findEventOf(ledger, ticketId);
      const ticket = event?.document.tickets.find(({ id }) => id === ticketId);
      throw ticket === undefined
        ? unknown(ticketId)
        : missingFrom(ticketId, added, ticket.capacity);
    }
    const from = positive('--from', String(options['from']));
    const to = from + added;
    const addition = await addStock(ledger, ticketId, { from, to });
    switch (addition.outcome) {
      case 'added':
        print(
          `${ticketId} has a capacity of ${to}; event ${addition.eventId} has revision ${addition.revision}`,
        );
        print('The catalog file, if it has this event, is left alone until it says the same.');
        return 0;
      case 'there':
        print(`${ticketId} already has a capacity of ${to}; nothing was added`);
        return 0;
      case 'other-capacity':
        print(`${ticketId} has a capacity of ${addition.capacity}, not ${from}; nothing was added`);
        return 1;
      case 'no-such-ticket':
        throw unknown(ticketId);
      default:
        print(`${addition.message}; nothing was added`);
        return 1;
    }
  },
};

function unknown(ticketId: string): UsageError {
  return new UsageError(`${ticketId} is not a ticket type of any event; catalog show lists them`);
}

function missingFrom(ticketId: string, added: number, capacity: number): UsageError {
  return new UsageError(
    `${ticketId} has a capacity of ${capacity}. To make it ${capacity + added}, run:\n` +
      `  stock add ${ticketId} ${added} --from ${capacity}`,
  );
}

function positive(name: string, text: string | undefined): number {
  if (text === undefined || !/^\d{1,9}$/.test(text) || Number(text) === 0) {
    throw new UsageError(`${name} must be a whole number of tickets, not ${JSON.stringify(text)}`);
  }
  return Number(text);
}
