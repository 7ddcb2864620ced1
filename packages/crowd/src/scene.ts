import type { Clock } from './clock.ts';
import type { Door } from './door.ts';
import type { Person, PlacedOrder } from './person.ts';
import type { Random } from './random.ts';

/** What people share: where they are, what they buy, and what goes around. */
export interface Scene {
  door: Pick<Door, 'ask'>;
  /** Its end ends everybody's waiting. */
  clock: Clock;
  random: Random;
  eventId: string;
  ticketId: string;
  /** Of each person's address and mailbox: what belongs to them alone. */
  identityOf: (person: Person) => Identity;
  /** Admissions that somebody has copied, with nothing else. */
  copied: string[];
  /** What somebody does before they join the line, such as to look at the event. */
  look?: (person: Person) => Promise<void>;
  /** What everybody was shown as the price of a ticket, which is sent with the order. */
  price?: number;
  /** Who presses the button twice. */
  pressesTwice?: (person: Person) => boolean;
  /** `invoice` by default. */
  paymentMethod?: string;
  /** Pays an order that is held, at the bank; without it, people leave theirs unpaid. */
  pay?: (order: PlacedOrder, person: Person) => Promise<void>;
}

/** Who somebody is, to the shop. */
export interface Identity {
  email: string;
  /** For whom a proxy asks; undefined where we are none. */
  address?: string | undefined;
}
