import { isTimeZone } from '@onsale/i18n';
import type { EventForm, NumberText, PoolForm, QuestionForm, TicketForm } from './event-form.ts';
import type { WaitingRoomForm } from './event-form.ts';
import { idOf } from './ids.ts';
import { isAmount } from './number-text.ts';

/** What can be wrong with a field; the office finds the rest. */
export type Problem =
  | 'required'
  | 'number'
  | 'amount'
  | 'whole'
  | 'negative'
  | 'zone'
  | 'end_before_start'
  | 'doors_after_start'
  | 'names_after_end'
  | 'sale_ends_first'
  | 'sale_after_end'
  | 'least_above_most'
  | 'fee_above_price'
  | 'id_form'
  | 'id_taken'
  | 'pool_unused'
  | 'no_tickets'
  | 'below_one'
  | 'turn_minutes'
  | 'line_after_sale'
  | 'lobby_after_opening';

/** By the path of the field, such as `tickets.0.price`. */
export type Problems = Record<string, Problem>;

/** Everything that can be seen to be wrong without asking anybody. */
export function checkForm(form: EventForm): Problems {
  const problems: Problems = {};
  const report: Report = (path, problem) => {
    if (problem !== undefined) problems[path] ??= problem;
  };
  for (const name of ['id', 'name', 'venue', 'startsAt', 'currency'] as const) {
    report(name, missing(form[name]));
  }
  report('id', slugOf(form.id));
  report('timeZone', isTimeZone(form.timeZone) ? undefined : 'zone');
  checkTimes(form, report);
  for (const name of COUNTS) report(name, wholeOf(form[name]));
  for (const name of ['holdMinutes', 'taxRate'] as const) report(name, numberIn(form[name]));
  report('fee', amountIn(form.fee, form.currency));
  report('minPerOrder', isAbove(form.minPerOrder, form.maxPerOrder));
  if (form.terms.trim() !== '') report('termsVersion', missing(form.termsVersion));
  if (form.tickets.length === 0) report('tickets', 'no_tickets');
  for (const [i, ticket] of form.tickets.entries()) checkTicket(form, ticket, { i, report });
  for (const [i, pool] of form.pools.entries()) checkPool(form, pool, { i, report });
  for (const [i, question] of form.questions.entries()) checkQuestion(question, { i, report });
  checkWaitingRoom(form, report);
  checkUnique(form.tickets, 'tickets', report);
  checkUnique(form.pools, 'pools', report);
  return problems;
}

type Report = (path: string, problem: Problem | undefined) => void;

const COUNTS = [
  ...(['minimumAge', 'minPerOrder', 'maxPerOrder', 'maxPerCustomer'] as const),
  ...(['maxHoldsPerCustomer', 'maxHoldsPerClient', 'manualHoldDays'] as const),
] as const;

// Clocks of one zone compare as they are written.
function checkTimes(form: EventForm, report: Report): void {
  const { startsAt, endsAt, doorsAt, namesUntil, salesFrom, salesTo } = form;
  if (endsAt !== '' && endsAt <= startsAt) report('endsAt', 'end_before_start');
  if (doorsAt > startsAt) report('doorsAt', 'doors_after_start');
  if (endsAt !== '' && namesUntil > endsAt) report('namesUntil', 'names_after_end');
  checkWindow({ salesFrom, salesTo }, { prefix: '', end: endsAt, report });
}

function checkWindow(
  { salesFrom, salesTo }: Pick<EventForm, 'salesFrom' | 'salesTo'>,
  { prefix, end, report }: { prefix: string; end: string; report: Report },
): void {
  if (salesTo !== '' && salesTo <= salesFrom) report(`${prefix}salesTo`, 'sale_ends_first');
  if (end !== '' && salesFrom >= end) report(`${prefix}salesFrom`, 'sale_after_end');
}

/** As the office takes them. */
const LEAST_TURN_MINUTES = 0.05;
const MOST_TURN_MINUTES = 60;

function checkWaitingRoom({ waitingRoom, ...form }: EventForm, report: Report): void {
  const { opens, from, lobbyFrom, turnMinutes } = waitingRoom;
  if (opens === '') return;
  const at = (name: keyof WaitingRoomForm) => `waitingRoom.${name}`;
  if (opens === 'from') report(at('from'), missing(from));
  const end = form.salesTo || form.endsAt;
  if (end !== '' && from >= end) report(at('from'), 'line_after_sale');
  const opening = from || form.salesFrom;
  if (opening !== '' && lobbyFrom >= opening) report(at('lobbyFrom'), 'lobby_after_opening');
  report(at('turnMinutes'), numberIn(turnMinutes) ?? turnOf(turnMinutes));
  for (const name of ['perMinute', 'placesPerNetwork'] as const) {
    const most = waitingRoom[name];
    report(at(name), wholeOf(most) ?? (most !== '' && Number(most) < 1 ? 'below_one' : undefined));
  }
}

function turnOf(minutes: NumberText): Problem | undefined {
  if (minutes === '') return undefined;
  const isPossible = Number(minutes) >= LEAST_TURN_MINUTES && Number(minutes) <= MOST_TURN_MINUTES;
  return isPossible ? undefined : 'turn_minutes';
}

interface At {
  i: number;
  report: Report;
}

function checkTicket(form: EventForm, ticket: TicketForm, { i, report }: At): void {
  const at = (name: string) => `tickets.${i}.${name}`;
  const currency = ticket.currency || form.currency;
  report(at('name'), missing(ticket.name));
  report(at('price'), missing(ticket.price) ?? amountIn(ticket.price, currency));
  report(at('capacity'), missing(ticket.capacity) ?? wholeOf(ticket.capacity));
  report(at('id'), slugOf(ticket.id));
  report(at('type'), slugOf(ticket.type));
  report(at('minPerOrder'), wholeOf(ticket.minPerOrder));
  report(at('maxPerOrder'), wholeOf(ticket.maxPerOrder));
  report(at('minPerOrder'), isAbove(ticket.minPerOrder, ticket.maxPerOrder));
  report(at('minPerOrder'), isAbove(ticket.minPerOrder, form.maxPerOrder));
  report(at('fee'), amountIn(ticket.fee, currency));
  if (isAbove(ticket.fee, ticket.price) !== undefined) report(at('fee'), 'fee_above_price');
  checkWindow(ticket, { prefix: at(''), end: form.endsAt, report });
}

function checkPool(form: EventForm, pool: PoolForm, { i, report }: At): void {
  report(`pools.${i}.id`, missing(pool.id) ?? slugOf(pool.id));
  report(`pools.${i}.capacity`, missing(pool.capacity) ?? wholeOf(pool.capacity));
  if (form.tickets.every((ticket) => ticket.pool !== pool.id)) {
    report(`pools.${i}.id`, 'pool_unused');
  }
}

function checkQuestion({ text, type, choices }: QuestionForm, { i, report }: At): void {
  report(`questions.${i}.text`, missing(text));
  if (type === 'choice' && choices.length === 0) report(`questions.${i}.choices`, 'required');
}

function checkUnique(rows: readonly { id: string }[], list: string, report: Report): void {
  const seen = new Set<string>();
  for (const [i, { id }] of rows.entries()) {
    if (id !== '' && seen.has(id)) report(`${list}.${i}.id`, 'id_taken');
    seen.add(id);
  }
}

function missing(value: NumberText): Problem | undefined {
  return String(value).trim() === '' ? 'required' : undefined;
}

function numberIn(value: NumberText): Problem | undefined {
  if (Number.isNaN(Number(value))) return 'number';
  return Number(value) < 0 ? 'negative' : undefined;
}

function amountIn(value: NumberText, currency: string): Problem | undefined {
  if (value === '') return undefined;
  return numberIn(value) ?? (isAmount(value, currency) ? undefined : 'amount');
}

function wholeOf(value: NumberText): Problem | undefined {
  return numberIn(value) ?? (Number.isInteger(Number(value)) ? undefined : 'whole');
}

function isAbove(least: NumberText, most: NumberText): Problem | undefined {
  if (least === '' || most === '') return undefined;
  return Number(least) > Number(most) ? 'least_above_most' : undefined;
}

function slugOf(id: string): Problem | undefined {
  return id === '' || idOf(id) === id ? undefined : 'id_form';
}

/** The field of the form that a detail of a refusal is about: `tickets.0.price` of `tickets[0].price`. */
export function fieldOf(path: string): string {
  const field = path.replaceAll(/\[(\d+)\]/g, '.$1').replace(/^(body|event)\./, '');
  const row = /^(tickets|pools|questions)\.\d+$/.exec(field)?.[1];
  if (row === undefined) return field.replace(/\.choices\.\d+$/, '.choices');
  return `${field}.${{ tickets: 'name', pools: 'id', questions: 'text' }[row] ?? ''}`;
}
