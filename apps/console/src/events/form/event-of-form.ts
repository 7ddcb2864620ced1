import type { EventInput } from '@onsale/contracts';
import { momentKept, type WallClock } from '@onsale/i18n';
import type { EventForm, NumberText, PoolForm, QuestionForm, TicketForm } from './event-form.ts';
import type { WaitingRoomForm } from './event-form.ts';
import { freeId, idOf } from './ids.ts';

type TicketInput = EventInput['tickets'][number];
type QuestionInput = NonNullable<EventInput['questions']>[number];

/**
 * The event that a form says. `from` is the one that it was made of: times that nobody has changed stay as
 * they were written there. What can't be an event is left to the office, which says what is wrong.
 */
export function eventOfForm(form: EventForm, from?: EventInput): EventInput {
  const moment = momentReader(form.timeZone);
  const tickets = ticketsOf(form, { moment, from });
  const questions = withIds(form.questions, ({ text }) => idOf(text) || 'question');
  return {
    ...{ id: form.id.trim(), name: form.name.trim(), venue: form.venue.trim() },
    ...text('city', form.city),
    ...text('category', form.category),
    ...(form.description.trim() === '' ? {} : { description: form.description }),
    ...text('picture', form.picture),
    startsAt: moment(form.startsAt, from?.startsAt) ?? form.startsAt,
    ...time('endsAt', moment(form.endsAt, from?.endsAt)),
    ...time('doorsAt', moment(form.doorsAt, from?.doorsAt)),
    ...time('namesUntil', moment(form.namesUntil, from?.namesUntil)),
    ...number('minimumAge', form.minimumAge),
    ...text('ageNote', form.ageNote),
    ...(isOffset(form.timeZone) ? {} : { timeZone: form.timeZone }),
    currency: form.currency,
    ...(form.rehearsal ? { rehearsal: true } : {}),
    ...time('salesFrom', moment(form.salesFrom, from?.salesFrom)),
    ...time('salesTo', moment(form.salesTo, from?.salesTo)),
    ...number('minPerOrder', form.minPerOrder),
    ...number('maxPerOrder', form.maxPerOrder),
    ...number('maxPerCustomer', form.maxPerCustomer),
    ...number('maxHoldsPerCustomer', form.maxHoldsPerCustomer),
    ...number('maxHoldsPerClient', form.maxHoldsPerClient),
    ...number('holdMinutes', form.holdMinutes),
    ...number('manualHoldDays', form.manualHoldDays),
    ...(form.paymentMethods.length === 0 ? {} : { paymentMethods: form.paymentMethods }),
    ...number('taxRate', form.taxRate),
    ...amount('fee', form.fee),
    ...text('termsVersion', form.termsVersion),
    ...(form.terms.trim() === '' ? {} : { terms: form.terms }),
    ...(questions.length === 0 ? {} : { questions: questions.map(questionOf) }),
    ...(form.pools.length === 0 ? {} : { pools: form.pools.map(poolOf) }),
    ...waitingRoomOf(form.waitingRoom, { moment, from }),
    tickets,
  };
}

type MomentReader = (wall: WallClock, before: string | undefined) => string | undefined;

// What is no time is sent as it stands, and refused there.
function momentReader(timeZone: string): MomentReader {
  return (wall, before) => {
    if (wall === '') return undefined;
    return momentKept(wall, timeZone, before) ?? wall;
  };
}

function waitingRoomOf(
  { opens, ...room }: WaitingRoomForm,
  { moment, from }: { moment: MomentReader; from: EventInput | undefined },
): Pick<EventInput, 'waitingRoom'> {
  if (opens === '') return {};
  const before = from?.waitingRoom;
  return {
    waitingRoom: {
      opens,
      ...time('from', moment(room.from, before?.from)),
      ...time('lobbyFrom', moment(room.lobbyFrom, before?.lobbyFrom)),
      ...number('turnMinutes', room.turnMinutes),
      ...number('perMinute', room.perMinute),
      ...number('placesPerNetwork', room.placesPerNetwork),
    },
  };
}

function ticketsOf(
  form: EventForm,
  { moment, from }: { moment: MomentReader; from: EventInput | undefined },
): TicketInput[] {
  const rows = withIds(form.tickets, ({ name }) => `${form.id}-${idOf(name) || 'ticket'}`);
  return rows.map((ticket) => {
    const before = from?.tickets.find(({ id }) => id === ticket.id);
    return {
      ...{ id: ticket.id, name: ticket.name.trim(), type: ticket.type.trim() || 'adult' },
      ...(ticket.description.trim() === '' ? {} : { description: ticket.description }),
      ...(ticket.holderText.trim() === '' ? {} : { holderText: ticket.holderText }),
      price: numberOf(ticket.price) ?? '',
      ...text('currency', ticket.currency),
      capacity: (numberOf(ticket.capacity) ?? '') as number,
      ...text('pool', ticket.pool),
      ...time('salesFrom', moment(ticket.salesFrom, before?.salesFrom)),
      ...time('salesTo', moment(ticket.salesTo, before?.salesTo)),
      ...number('minPerOrder', ticket.minPerOrder),
      ...number('maxPerOrder', ticket.maxPerOrder),
      ...amount('fee', ticket.fee),
      ...(ticket.hidden ? { hidden: true } : {}),
    };
  });
}

/** Rows with an id each; those without one get one of their names, which no other has. */
function withIds<Row extends TicketForm | QuestionForm>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): Row[] {
  const taken = new Set(rows.map(({ id }) => id.trim()).filter((id) => id !== ''));
  return rows.map((row) => {
    if (row.id.trim() !== '') return { ...row, id: row.id.trim() };
    const id = freeId(nameOf(row), taken);
    taken.add(id);
    return { ...row, id };
  });
}

function questionOf({
  id,
  text: asked,
  type,
  choices,
  required,
  for: of,
}: QuestionForm): QuestionInput {
  return {
    ...{ id, text: asked.trim(), type },
    ...(type === 'choice' && choices.length > 0 ? { choices } : {}),
    ...(required ? { required } : {}),
    ...(of === 'ticket' ? { for: of } : {}),
  };
}

function poolOf({ id, capacity }: PoolForm): NonNullable<EventInput['pools']>[number] {
  return { id: id.trim(), capacity: (numberOf(capacity) ?? '') as number };
}

function text<Name extends string>(name: Name, value: string): { [_ in Name]?: string } {
  return (value.trim() === '' ? {} : { [name]: value.trim() }) as { [_ in Name]?: string };
}

function time<Name extends string>(
  name: Name,
  value: string | undefined,
): { [_ in Name]?: string } {
  return (value === undefined ? {} : { [name]: value }) as { [_ in Name]?: string };
}

function number<Name extends string>(name: Name, value: NumberText): { [_ in Name]?: number } {
  const found = numberOf(value);
  return (found === undefined ? {} : { [name]: found }) as { [_ in Name]?: number };
}

function amount<Name extends string>(
  name: Name,
  value: NumberText,
): { [_ in Name]?: number | string } {
  const found = numberOf(value);
  return (found === undefined ? {} : { [name]: found }) as { [_ in Name]?: number | string };
}

/** The number, or the text of what is none; undefined for nothing. */
function numberOf(value: NumberText): number | string | undefined {
  if (typeof value === 'number') return value;
  const trimmed = value.trim();
  if (trimmed === '') return undefined;
  const found = Number(trimmed);
  return Number.isNaN(found) ? trimmed : found;
}

function isOffset(timeZone: string): boolean {
  return /^[+-]/.test(timeZone);
}
