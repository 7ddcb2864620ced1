import type { Message, MessageInput } from '@onsale/api-client';
import { m } from '../app/texts.ts';
import { PLACEHOLDERS } from './words-of-message.ts';

/** A message as it is typed. */
export interface MessageForm {
  subject: string;
  body: string;
  orders: MessageInput['audience']['orders'];
  /** Every type when empty. */
  ticketIds: string[];
}

export function formOf(message: Pick<Message, 'subject' | 'body' | 'audience'> | undefined) {
  const form: MessageForm = {
    subject: message?.subject ?? '',
    body: message?.body ?? '',
    orders: message?.audience.orders ?? ['confirmed'],
    ticketIds: message?.audience.ticketIds ?? [],
  };
  return form;
}

export function inputOf({ subject, body, orders, ticketIds }: MessageForm): MessageInput {
  return { subject, body, audience: { orders, ...(ticketIds.length === 0 ? {} : { ticketIds }) } };
}

/** What is wrong with it, by field; what else is wrong, the office says. */
export function checkMessage(form: MessageForm): Partial<Record<keyof MessageForm, string>> {
  const subject = checkText(form.subject);
  const body = checkText(form.body);
  return {
    ...(subject === undefined ? {} : { subject }),
    ...(body === undefined ? {} : { body }),
    ...(form.orders.length === 0 ? { orders: m.messages_orders_missing() } : {}),
  };
}

function checkText(text: string): string | undefined {
  if (text.trim() === '') return m.app_required();
  const unknown = [...text.matchAll(/\{([a-z]{1,30})\}/g)].find(
    ([, name]) => !PLACEHOLDERS.some((each) => each === name),
  );
  return unknown && m.messages_placeholder_unknown({ placeholder: unknown[0] });
}

interface KeptMessage {
  form: MessageForm;
  /** Of the message that it was made from; 0 of a new one. */
  revision: number;
}

const PREFIX = 'message-form:';

/** Keeps what is typed as long as the window is open; `undefined` forgets it. */
export function keepMessage(key: string, kept: KeptMessage | undefined): void {
  try {
    if (kept === undefined) sessionStorage.removeItem(PREFIX + key);
    else sessionStorage.setItem(PREFIX + key, JSON.stringify(kept));
  } catch {
    // Forbidden or full: it lasts as long as the page.
  }
}

/** What was typed before and not saved. */
export function keptMessage(key: string): KeptMessage | undefined {
  try {
    const kept = JSON.parse(sessionStorage.getItem(PREFIX + key) ?? 'null') as KeptMessage | null;
    return kept === null ? undefined : { ...kept, form: { ...formOf(undefined), ...kept.form } };
  } catch {
    return undefined;
  }
}
