import type { EventInput } from '@onsale/contracts';
import { type WallClock, wallClockOf } from '@onsale/i18n';

/** What an input for numbers holds; '' is nothing, and a text is a number that is still being typed. */
export type NumberText = number | string;

/**
 * An event as a form holds it: nothing is missing, '' stands for what is not said, and each time is what
 * the clock at the venue shows.
 */
export interface EventForm {
  id: string;
  name: string;
  venue: string;
  city: string;
  category: string;
  description: string;
  picture: string;
  /** IANA; an offset such as +02:00 of an event that names no zone. */
  timeZone: string;
  startsAt: WallClock;
  endsAt: WallClock;
  doorsAt: WallClock;
  namesUntil: WallClock;
  salesFrom: WallClock;
  salesTo: WallClock;
  minimumAge: NumberText;
  ageNote: string;
  currency: string;
  rehearsal: boolean;
  minPerOrder: NumberText;
  maxPerOrder: NumberText;
  maxPerCustomer: NumberText;
  maxHoldsPerCustomer: NumberText;
  maxHoldsPerClient: NumberText;
  /** Empty: any. */
  paymentMethods: string[];
  holdMinutes: NumberText;
  manualHoldDays: NumberText;
  taxRate: NumberText;
  fee: NumberText;
  termsVersion: string;
  terms: string;
  waitingRoom: WaitingRoomForm;
  questions: QuestionForm[];
  pools: PoolForm[];
  tickets: TicketForm[];
}

/** When people wait in a line for their turn to order. */
export interface WaitingRoomForm {
  /** '' without a waiting room; the rest says nothing then. */
  opens: '' | NonNullable<EventInput['waitingRoom']>['opens'];
  from: WallClock;
  lobbyFrom: WallClock;
  turnMinutes: NumberText;
  perMinute: NumberText;
  placesPerNetwork: NumberText;
}

/** `key` tells rows apart while their ids are being typed. */
interface Row {
  key: string;
  /** Whether the seller has it already: then its id stays. */
  isKept: boolean;
  id: string;
}

export interface TicketForm extends Row {
  name: string;
  type: string;
  description: string;
  holderText: string;
  price: NumberText;
  /** '' is that of the event. */
  currency: string;
  capacity: NumberText;
  /** The id of a pool, or ''. */
  pool: string;
  salesFrom: WallClock;
  salesTo: WallClock;
  minPerOrder: NumberText;
  maxPerOrder: NumberText;
  fee: NumberText;
  /** Shown and sold only with a code. */
  hidden: boolean;
}

export interface PoolForm extends Row {
  capacity: NumberText;
}

export interface QuestionForm extends Row {
  text: string;
  type: 'text' | 'choice';
  choices: string[];
  required: boolean;
  for: 'order' | 'ticket';
}

/** The zone whose clock an event goes by: its own, or the offset that its start is written with. */
export function zoneOf({ timeZone, startsAt }: Pick<EventInput, 'timeZone' | 'startsAt'>): string {
  if (timeZone !== undefined) return timeZone;
  return /[+-]\d\d:\d\d$/.exec(startsAt)?.[0] ?? '+00:00';
}

/** The form of an event as it is. */
export function formOf(event: EventInput): EventForm {
  const timeZone = zoneOf(event);
  const wall = (iso: string | undefined) => (iso === undefined ? '' : wallClockOf(iso, timeZone));
  return {
    ...{ id: event.id, name: event.name, venue: event.venue, timeZone, currency: event.currency },
    city: event.city ?? '',
    category: event.category ?? '',
    description: event.description ?? '',
    picture: event.picture ?? '',
    startsAt: wall(event.startsAt),
    endsAt: wall(event.endsAt),
    doorsAt: wall(event.doorsAt),
    namesUntil: wall(event.namesUntil),
    salesFrom: wall(event.salesFrom),
    salesTo: wall(event.salesTo),
    minimumAge: event.minimumAge ?? '',
    ageNote: event.ageNote ?? '',
    rehearsal: event.rehearsal ?? false,
    minPerOrder: event.minPerOrder ?? '',
    maxPerOrder: event.maxPerOrder ?? '',
    maxPerCustomer: event.maxPerCustomer ?? '',
    maxHoldsPerCustomer: event.maxHoldsPerCustomer ?? '',
    maxHoldsPerClient: event.maxHoldsPerClient ?? '',
    paymentMethods: event.paymentMethods ?? [],
    holdMinutes: event.holdMinutes ?? '',
    manualHoldDays: event.manualHoldDays ?? '',
    taxRate: event.taxRate ?? '',
    fee: event.fee ?? '',
    termsVersion: event.termsVersion ?? '',
    terms: event.terms ?? '',
    waitingRoom: waitingRoomOf(event, wall),
    questions: (event.questions ?? []).map((question) => ({
      ...kept(question.id),
      text: question.text,
      type: question.type === 'choice' ? 'choice' : 'text',
      choices: question.choices ?? [],
      required: question.required ?? false,
      for: question.for === 'ticket' ? 'ticket' : 'order',
    })),
    pools: (event.pools ?? []).map(({ id, capacity }) => ({ ...kept(id), capacity })),
    tickets: event.tickets.map((ticket) => ({
      ...kept(ticket.id),
      ...{ name: ticket.name, type: ticket.type, price: ticket.price, capacity: ticket.capacity },
      description: ticket.description ?? '',
      holderText: ticket.holderText ?? '',
      currency: ticket.currency ?? '',
      pool: ticket.pool ?? '',
      salesFrom: wall(ticket.salesFrom),
      salesTo: wall(ticket.salesTo),
      minPerOrder: ticket.minPerOrder ?? '',
      maxPerOrder: ticket.maxPerOrder ?? '',
      fee: ticket.fee ?? '',
      hidden: ticket.hidden ?? false,
    })),
  };
}

function waitingRoomOf(
  { waitingRoom }: EventInput,
  wall: (iso: string | undefined) => WallClock,
): WaitingRoomForm {
  if (waitingRoom === undefined) return NO_WAITING_ROOM;
  return {
    opens: waitingRoom.opens,
    from: wall(waitingRoom.from),
    lobbyFrom: wall(waitingRoom.lobbyFrom),
    turnMinutes: waitingRoom.turnMinutes ?? '',
    perMinute: waitingRoom.perMinute ?? '',
    placesPerNetwork: waitingRoom.placesPerNetwork ?? '',
  };
}

const NO_WAITING_ROOM: WaitingRoomForm = {
  ...{ opens: '', from: '', lobbyFrom: '', turnMinutes: '', perMinute: '', placesPerNetwork: '' },
};

function kept(id: string): Row {
  return { key: id, isKept: true, id };
}

let rows = 0;

function added(): Row {
  rows += 1;
  return { key: `new ${rows} ${Math.random()}`, isKept: false, id: '' };
}

/** A ticket type that was just added. */
export function newTicket(more: Partial<TicketForm> = {}): TicketForm {
  return {
    ...{ ...added(), name: '', type: '', description: '', holderText: '', price: '' },
    ...{ currency: '', capacity: '' },
    ...{ pool: '', salesFrom: '', salesTo: '', minPerOrder: '', maxPerOrder: '', fee: '' },
    hidden: false,
    ...more,
  };
}

export function newPool(): PoolForm {
  return { ...added(), capacity: '' };
}

export function newQuestion(): QuestionForm {
  return { ...added(), text: '', type: 'text', choices: [], required: false, for: 'order' };
}

/** The form of an event that nobody has said anything about yet. */
export function newEventForm(defaults: Partial<EventForm> = {}): EventForm {
  return {
    ...{ id: '', name: '', venue: '', city: '', category: '', description: '', picture: '' },
    ...{ timeZone: 'UTC', startsAt: '', endsAt: '', doorsAt: '', namesUntil: '' },
    ...{ salesFrom: '', salesTo: '' },
    ...{ minimumAge: '', ageNote: '', currency: 'EUR', rehearsal: false },
    ...{ minPerOrder: '', maxPerOrder: '', maxPerCustomer: '', maxHoldsPerCustomer: '' },
    ...{ maxHoldsPerClient: '', paymentMethods: [], holdMinutes: '', manualHoldDays: '' },
    ...{ taxRate: '', fee: '', termsVersion: '', terms: '', questions: [], pools: [] },
    waitingRoom: NO_WAITING_ROOM,
    tickets: [newTicket()],
    ...defaults,
  };
}
