import type { EventInput } from '@onsale/contracts';
import { type EventForm, newEventForm } from '../form/event-form.ts';

/** What somebody has typed and not saved. */
export interface KeptForm {
  form: EventForm;
  /** The event that it was made from, and its revision; undefined of a new one. */
  from: { event: EventInput; revision: number } | undefined;
  /** When it was typed: Unix time in ms. */
  atMs: number;
}

/** Kept forms that nobody comes back to for so long are forgotten. */
const LONGEST_MS = 30 * 86_400_000;
const PREFIX = 'event-form:';

/** Keeps what is typed in this browser. `eventId` is '' for a new event. */
export function keepForm(eventId: string, kept: Omit<KeptForm, 'atMs'>): void {
  try {
    localStorage.setItem(`${PREFIX}${eventId}`, JSON.stringify({ ...kept, atMs: Date.now() }));
  } catch {
    // Forbidden or full: it lasts as long as the page, which warns whoever leaves it.
  }
}

/** What was typed before, if it was kept. */
export function keptForm(eventId: string): KeptForm | undefined {
  try {
    const kept = JSON.parse(
      localStorage.getItem(`${PREFIX}${eventId}`) ?? 'null',
    ) as KeptForm | null;
    if (kept === null || !Array.isArray(kept.form.tickets)) return undefined;
    if (Date.now() - kept.atMs > LONGEST_MS) return undefined;
    // It may be from a console that knew fewer fields.
    return { ...kept, form: { ...newEventForm(), ...kept.form } };
  } catch {
    return undefined;
  }
}

/** It is saved, or not wanted any more. */
export function forgetForm(eventId: string): void {
  try {
    localStorage.removeItem(`${PREFIX}${eventId}`);
  } catch {
    // Then it was not kept either.
  }
}
