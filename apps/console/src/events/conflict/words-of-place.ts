import { formatMinute } from '@onsale/i18n';
import { m } from '../../app/texts.ts';
import type { Place } from '../form/merge-event.ts';

const FIELDS: Record<string, () => string> = {
  name: () => m.events_name(),
  venue: () => m.events_venue(),
  city: () => m.events_city(),
  category: () => m.events_category(),
  description: () => m.events_description(),
  picture: () => m.events_picture(),
  startsAt: () => m.events_starts(),
  doorsAt: () => m.events_doors(),
  endsAt: () => m.events_ends(),
  namesUntil: () => m.events_names_until(),
  holderText: () => m.events_ticket_holder_text(),
  salesFrom: () => m.events_sales_from(),
  salesTo: () => m.events_sales_to(),
  timeZone: () => m.events_zone(),
  minimumAge: () => m.events_minimum_age(),
  ageNote: () => m.events_age_note(),
  currency: () => m.events_currency(),
  minPerOrder: () => m.events_min_per_order(),
  maxPerOrder: () => m.events_max_per_order(),
  maxPerCustomer: () => m.events_max_per_customer(),
  maxHoldsPerCustomer: () => m.events_max_holds(),
  maxHoldsPerClient: () => m.events_max_holds_client(),
  paymentMethods: () => m.events_methods(),
  holdMinutes: () => m.events_hold_minutes(),
  manualHoldDays: () => m.events_manual_days(),
  taxRate: () => m.events_tax_rate(),
  fee: () => m.events_fee(),
  termsVersion: () => m.events_terms_version(),
  terms: () => m.events_terms(),
  price: () => m.events_price(),
  capacity: () => m.events_capacity(),
  type: () => m.events_ticket_type(),
  pool: () => m.events_ticket_pool(),
  waitingRoom: () => m.events_section_waiting_room(),
  text: () => m.events_question_text(),
  choices: () => m.events_question_choices(),
  required: () => m.events_question_required(),
  for: () => m.events_question_for(),
};

/** What a place of an event is called; `nameOf` knows the names of its parts. */
export function wordsOfPlace({ id, field }: Place, nameOf: (id: string) => string): string {
  const of = field === undefined ? undefined : (FIELDS[field]?.() ?? field);
  if (id === undefined) return of ?? '';
  return of === undefined ? nameOf(id) : `${nameOf(id)}: ${of}`;
}

/** What is said at a place, in short; times by the clock of `timeZone`. */
export function wordsOfValue({ field }: Place, value: unknown, timeZone: string): string {
  if (value === undefined) return m.events_conflict_nothing();
  if (field === undefined) return m.events_conflict_changed();
  if (typeof value === 'string') {
    return /(At|From|To|Until)$/.test(field) ? formatMinute(value, timeZone) : value;
  }
  if (Array.isArray(value)) return value.map(String).join(', ');
  return typeof value === 'object' ? m.events_conflict_changed() : JSON.stringify(value);
}
